/// A list of opportunities that may grow at its front: a pure function of seed, length and version.
package struct OpportunityList: Sendable {
    /// The seed of the content.
    package let seed: UInt64
    /// Their number at first.
    package let initialCount: Int
    /// The number of those that were put before the others since then, one after another.
    package let version: Int

    private static let titles = [
        "Road maintenance", "School catering", "Bridge inspection", "Software licences",
        "Laboratory equipment", "Waste collection", "Translation services", "Fleet vehicles",
    ]
    private static let agencies = [
        "Department of Works", "City Council", "Regional Health Board", "Port Authority",
        "National Library", "Water Company",
    ]
    private static let remark =
        "The contractor provides all labour, material and equipment, keeps records of every visit,"
        + " and reports each quarter to the contracting authority. "

    /// Describes a list.
    package init(seed: UInt64, initialCount: Int, version: Int) {
        self.seed = seed
        self.initialCount = initialCount
        self.version = version
    }

    /// Their number now.
    package var count: Int { initialCount + version }

    /// The number of the opportunity at a place from 0: newer ones come first.
    package func number(at place: Int) -> Int {
        place < version ? initialCount + version - 1 - place : place - version
    }

    /// The id of an opportunity: 20 characters.
    package static func id(of number: Int) -> String {
        let digits = String(number)
        return "opp-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// `{"total":…,"items":[…]}`, with `"next"` if a cursor is given: its text, or null at the end.
    func pageJSON(_ places: Range<Int>, next: NextCursor?) -> [UInt8] {
        var json = JSONWriter(reservingByteCount: 256 + places.count * 1280)
        json.open("{")
        json.member("total", number: count)
        json.name("items")
        json.open("[")
        for place in places { append(number(at: place), to: &json) }
        json.close("]")
        switch next {
        case nil: break
        case .end:
            json.name("next")
            json.null()
        case .place(let place): json.member("next", text: OpportunityCursor.text(of: place))
        }
        json.close("}")
        return json.bytes
    }

    /// The place of the page after a page by cursor.
    enum NextCursor: Equatable {
        case place(Int)
        case end
    }

    private func append(_ number: Int, to json: inout JSONWriter) {
        var random = KeyedRandom(seed: seed, keys: 4, UInt64(number))
        json.open("{")
        json.member("id", text: Self.id(of: number))
        json.member("title", text: "\(random.choice(of: Self.titles)), lot \(number)")
        json.member("agency", text: random.choice(of: Self.agencies))
        json.member("due", text: FixtureWords.kickoff(&random))
        json.member("amount_cents", number: random.next(below: 100_000_000))
        json.member("revision", number: random.next(below: 9) + 1)
        json.member(
            "description",
            text: String(repeating: Self.remark, count: 3 + random.next(below: 5)))
        json.close("}")
    }
}

/// The text of a place in a list, which clients hand back as they got it.
package enum OpportunityCursor {
    private static let mark = "after-"

    static func text(of place: Int) -> String { "\(mark)\(place)" }

    /// The place; nil for a text that is no cursor.
    static func place(in text: Substring) -> Int? {
        guard text.hasPrefix(mark), let place = Int(text.dropFirst(mark.count)), place >= 0 else {
            return nil
        }
        return place
    }
}

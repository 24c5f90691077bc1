extension OpportunityList {
    /// The minimum size of a record's JSON, in bytes.
    package static let recordByteCountMin = 600

    /// The parts of a page that a source may leave out.
    struct PageShape {
        /// Whether the page gives the version of the list.
        var hasVersion = true
        /// Whether every opportunity has its id.
        var hasAllIDs = true
        /// The cursor of the next page; `nil` for a page by offset, which doesn't give one.
        var next: NextCursor?
    }

    /// The position of the page after a page by cursor.
    enum NextCursor: Equatable {
        /// It begins after the opportunity of this number.
        case after(Int)
        /// There are no more pages.
        case end
    }

    /// Returns `{"total":…,"version":…,"items":[…],"next":…}`.
    func pageJSON(_ places: Range<Int>, shape: PageShape) -> [UInt8] {
        var json = JSONWriter(reservingByteCount: 256 + places.count * 1280)
        json.open("{")
        json.member("total", number: count)
        if shape.hasVersion { json.member("version", number: version) }
        json.name("items")
        json.open("[")
        for place in places {
            let number = number(at: place)
            append(
                content.record(number),
                missingID: shape.hasAllIDs ? nil : content.missingID(of: number), to: &json)
        }
        json.close("]")
        switch shape.next {
        case nil: break
        case .end:
            json.name("next")
            json.null()
        case .after(let number):
            json.member("next", text: OpportunityCursor.text(after: number))
        }
        json.close("}")
        return json.bytes
    }

    private func append(
        _ record: OpportunityRecord, missingID: OpportunityContent.MissingID?,
        to json: inout JSONWriter
    ) {
        let defect = record.defect
        json.open("{")
        append(id: record.id, missing: missingID, to: &json)
        if defect != .missingTitle { json.member("title", text: record.title) }
        json.member("agency", text: record.agency)
        json.member("due", text: defect == .malformedDue ? "next week" : record.due)
        switch defect {
        case .textAmount: json.member("amount_cents", text: "on request")
        case .negativeAmount: json.member("amount_cents", number: -record.amountCents - 1)
        default: json.member("amount_cents", number: record.amountCents)
        }
        json.member("revision", number: record.revision)
        json.member("description", text: record.description)
        json.close("}")
    }

    private func append(
        id: String, missing: OpportunityContent.MissingID?, to json: inout JSONWriter
    ) {
        switch missing {
        case nil: json.member("id", text: id)
        case .absent: break
        case .null:
            json.name("id")
            json.null()
        case .empty: json.member("id", text: "")
        case .number: json.member("id", number: 0)
        }
    }
}

/// The text of a cursor, which clients send back unchanged: it names the last opportunity they
/// have, so that they miss none if the list changes.
package enum OpportunityCursor {
    private static let mark = "after-"

    static func text(after number: Int) -> String { "\(mark)\(number)" }

    /// Parses the number; `nil` for a text that is not a cursor.
    static func number(in text: Substring) -> Int? {
        guard text.hasPrefix(mark), let number = Int(text.dropFirst(mark.count)),
            number.magnitude < OpportunityNumber.distanceMax
        else { return nil }
        return number
    }
}

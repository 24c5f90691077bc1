/// One hotel: a function of seed and index alone.
struct Hotel: Sendable {
    /// The most rooms of a contract.
    static let roomsOfContractMax = 72
    /// The rooms that a hotel's contracts choose from.
    static let roomCount = 76
    /// Bounds the numbers of a hotel's contracts.
    static let contractsMax = 64

    /// From 0, in the order of generation.
    let index: Int
    /// Of its destination, from 0.
    let destination: Destination
    /// How many contracts it has: 6.28 on average, many have few.
    let contractCount: Int
    /// What else is said of it.
    let random: RowRandom
    private let firstRoom: Int

    init(index: Int, seed: UInt64) {
        var random = RowRandom(seed: seed, row: index)
        self.index = index
        destination = Destination(ofHotel: index, random: &random)
        contractCount = 1 + random.nextGeometric(meanHundredths: 528, max: Self.contractsMax - 1)
        firstRoom = random.next(below: RoomType.count)
        self.random = random
    }

    /// By which others name it.
    var code: Int { index + 1 }

    /// One of its rooms, no two of which are the same.
    func room(_ index: Int) -> RoomType {
        // An odd step visits all of a power of two.
        RoomType(index: (firstRoom + index * 37) % RoomType.count)
    }

    /// Gives the fields of the hotel's record in `GENERAL`.
    func write(to record: inout RecordWriter, random: inout RowRandom) {
        let words = ContractWords.shared
        record.integer(code)
        record.text(random.choice(of: words.categories))
        record.text(destination.code)
        if random.next(below: 2) == 0 {
            record.text(random.choice(of: words.chains))
        } else {
            record.empty()
        }
        record.empty()
        record.text(Word("[]"))
        record.integer(random.next(below: 100))
        record.text(Word("N"))
        record.text(random.choice(of: words.countries))
        record.text(Word("H"))
        record.decimal(thousandths: random.next(below: 360_000) - 180_000)
        record.decimal(thousandths: random.next(below: 180_000) - 90_000)
        writeName(to: &record, random: &random)
    }

    /// The name may have colons in it, and is missing now and then.
    private func writeName(to record: inout RecordWriter, random: inout RowRandom) {
        let words = ContractWords.shared
        let style = random.next(below: 16)
        guard style > 0 else { return }
        let first = random.choice(of: words.hotelNames)
        let second = random.choice(of: words.placeNames)
        record.text { text in
            text.append(first)
            text.append(style == 1 ? ": the " : " ")
            text.append(second)
            if style == 2 { text.append("::") }
        }
    }
}

/// A place with hotels.
struct Destination: Sendable {
    /// Hotels of one block are spread over so many destinations, unevenly: 60 each on average.
    static let countOfBlock = 10
    static let hotelsOfBlock = 600

    let index: Int

    init(ofHotel hotel: Int, random: inout RowRandom) {
        let place = min(
            random.next(below: Self.countOfBlock), random.next(below: Self.countOfBlock))
        index = hotel / Self.hotelsOfBlock * Self.countOfBlock + place
    }

    /// Three letters, such as `PMI`; with a number behind them when those are used up.
    var code: Word {
        let count = 26 * 26 * 26
        // The factor has no divisor of 26: each index has its own letters.
        let scattered = index % count * 7_919 % count
        let letters = [scattered / 676, scattered / 26 % 26, scattered % 26]
            .map { Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8($0))) }
        return Word(String(letters) + (index < count ? "" : "\(index / count)"))
    }
}

/// A kind of room: what it is and what distinguishes it.
struct RoomType: Sendable {
    static let count = 256

    let code: Word
    let characteristic: Word

    init(index: Int) {
        code = ContractWords.shared.rooms[index % 16]
        characteristic = ContractWords.shared.characteristics[index / 16]
    }
}

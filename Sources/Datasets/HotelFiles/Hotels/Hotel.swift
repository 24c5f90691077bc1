/// A hotel, derived from the seed and its index alone.
struct Hotel: Sendable {
    /// The maximum number of rooms per contract.
    static let roomsOfContractMax = 72
    /// The number of rooms that a hotel's contracts choose from.
    static let roomCount = 76
    /// The maximum number of contracts per hotel.
    static let contractsMax = 64

    /// The position in the order of generation, from 0.
    let index: Int
    /// The place the hotel is in.
    let destination: Destination
    /// The number of contracts: 6.28 on average; many hotels have few.
    let contractCount: Int
    /// The random numbers for the hotel's other properties.
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

    /// The number by which other records refer to the hotel.
    var code: Int { index + 1 }

    /// Returns a room of the hotel; all are different.
    func room(_ index: Int) -> RoomType {
        // An odd step visits every index of a power of two.
        RoomType(index: (firstRoom + index * 37) % RoomType.count)
    }

    /// Writes the fields of the hotel's record in `GENERAL`.
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

    /// Writes the name, which may contain colons and is sometimes missing.
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
    /// The number of destinations per block of hotels, of uneven size: 60 hotels each on average.
    static let countOfBlock = 10
    static let hotelsOfBlock = 600

    let index: Int

    init(ofHotel hotel: Int, random: inout RowRandom) {
        let place = min(
            random.next(below: Self.countOfBlock), random.next(below: Self.countOfBlock))
        index = hotel / Self.hotelsOfBlock * Self.countOfBlock + place
    }

    /// The code: three letters such as `PMI`, followed by a number once all of those are used.
    var code: Word {
        let count = 26 * 26 * 26
        // The factor is coprime to 26: each index has its own letters.
        let scattered = index % count * 7_919 % count
        let letters = [scattered / 676, scattered / 26 % 26, scattered % 26]
            .map { Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8($0))) }
        return Word(String(letters) + (index < count ? "" : "\(index / count)"))
    }
}

/// A type of room: its code and the characteristic that sets it apart.
struct RoomType: Sendable {
    static let count = 256

    let code: Word
    let characteristic: Word

    init(index: Int) {
        code = ContractWords.shared.rooms[index % 16]
        characteristic = ContractWords.shared.characteristics[index / 16]
    }
}

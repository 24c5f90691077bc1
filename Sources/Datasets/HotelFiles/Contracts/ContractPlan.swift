/// The size and subject of a contract, drawn before any of it is written, so that the size of a
/// dataset can be computed in advance.
struct ContractPlan {
    let key: ContractKey
    let isExternal: Bool
    /// Indices into the hotel's rooms.
    let rooms: Range<Int>
    let days: Range<Int>
    /// The number of cost records of all rooms.
    let costCount: Int
    /// The random numbers for the records.
    let random: RowRandom

    /// Draws the plan of a hotel's contract.
    ///
    /// - Parameter isSecond: Whether it is the second contract of its file.
    init(_ hotel: Hotel, contract: Int, settings: ContractSettings, isSecond: Bool = false) {
        let number = (hotel.index * Hotel.contractsMax + contract) * 2 + (isSecond ? 2 : 1)
        var random = RowRandom(seed: ~settings.seed, row: number)
        let offices = ContractWords.shared.offices
        key = ContractKey(office: offices[random.next(below: offices.count)], contract: number)
        isExternal = random.next(below: 8) == 0
        let firstRoom = random.next(below: Hotel.roomCount - Hotel.roomsOfContractMax + 1)
        rooms = firstRoom..<firstRoom + Self.roomCount(&random)
        let firstDay = 1 + random.next(below: 700)
        days = firstDay..<firstDay + Self.dayCount(&random)
        costCount = Int(Double(rooms.count) * settings.costsOfRoom + random.nextShare())
        self.random = random
    }

    /// Draws a number of rooms, 4.94 on average: usually a few, occasionally very many.
    private static func roomCount(_ random: inout RowRandom) -> Int {
        if random.next(below: 20) == 0 { return 8 + random.next(below: 65) }
        return 1 + random.nextGeometric(meanHundredths: 210, max: 30)
    }

    /// Draws a number of days, 312 on average; occasionally a single day.
    private static func dayCount(_ random: inout RowRandom) -> Int {
        if random.next(below: 64) == 0 { return 1 }
        return 30 + random.next(below: 574)
    }
}

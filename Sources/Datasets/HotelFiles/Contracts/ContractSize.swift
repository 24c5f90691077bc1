import MemoryBudget

/// The sizes of contracts, measured over 5,000 files; a test compares them.
enum ContractSize {
    /// Bytes per day of inventory and of prices in a contract of the hotel's own.
    private static let ownDay = (allotment: 5.5, price: 25.15)
    private static let externalDay = (allotment: 9.45, price: 20.66)
    /// Bytes of all other records of a contract.
    private static let otherBytes = 4_450.0
    /// Bytes that quirks add to a file that has them: mostly periods of 4,000 days.
    private static let quirkBytes = 24_000.0
    /// Bytes that damage adds to a file if every record is damaged: mostly lines over 1 MiB.
    private static let damageBytes = 270_000.0
    /// Bytes in GENERAL per contract, for its hotel and destination.
    private static let generalBytes = 12.0

    /// The average of rooms × days per contract.
    private static let meanRoomDays = 4.945 * 311.6

    /// Returns the average number of cost records per room that gives files of this size.
    static func costsOfRoom(fileSize: ByteCount) -> Double {
        let own = 7.0 / 8
        let price = own * ownDay.price + (1 - own) * externalDay.price
        let allotment = own * ownDay.allotment + (1 - own) * externalDay.allotment
        let prices = soundBytes(of: fileSize) - otherBytes - meanRoomDays * allotment
        return prices / (meanRoomDays * price)
    }

    /// Returns the average size of a file without damage and quirks: the requested size includes
    /// their default shares.
    private static func soundBytes(of fileSize: ByteCount) -> Double {
        Double(fileSize.bytes) - 0.02 * quirkBytes - 0.000_5 * damageBytes
    }

    /// Returns the approximate size on disk of a dataset, erring on the high side.
    static func estimate(of size: DatasetSize, settings: ContractSettings) -> Int {
        switch size {
        case .units(let scale): estimate(files: scale.units, settings: settings)
        case .bytes(let count): count.bytes + 4 * settings.fileSize.bytes
        }
    }

    /// The maximum number of contracts that an estimate plans one by one. Sizes have a long tail,
    /// so the mean of a few contracts is uncertain. For many it isn't, and planning would take
    /// long.
    private static let plannedFilesMax = 10_000

    private static func estimate(files: Int, settings: ContractSettings) -> Int {
        let planned = min(files, plannedFilesMax)
        let unplanned = Double(files - planned) * soundBytes(of: settings.fileSize)
        let extra = quirkBytes * settings.quirks + damageBytes * settings.damaged + generalBytes
        let content =
            plannedBytes(files: planned, settings: settings) + unplanned + Double(files) * extra
        // The last block of each file is half empty on average, which the file's size doesn't
        // include.
        let slack = min(2_048, settings.fileSize.bytes / 20)
        return 4_096 + Int(content * 1.02) + files * slack
    }

    private static func plannedBytes(files: Int, settings: ContractSettings) -> Double {
        var bytes = 0.0
        var planned = 0
        var index = 0
        while planned < files {
            let hotel = Hotel(index: index, seed: settings.seed)
            for contract in 0..<min(hotel.contractCount, files - planned) {
                bytes += Self.bytes(of: ContractPlan(hotel, contract: contract, settings: settings))
            }
            planned += hotel.contractCount
            index += 1
        }
        return bytes
    }

    private static func bytes(of plan: ContractPlan) -> Double {
        let day = plan.isExternal ? externalDay : ownDay
        let days = Double(plan.days.count)
        return otherBytes + days * day.allotment * Double(plan.rooms.count)
            + days * day.price * Double(plan.costCount)
    }
}

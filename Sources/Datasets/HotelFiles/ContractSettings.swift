import MemoryBudget

/// The settings of a tree of contracts.
struct ContractSettings: Sendable {
    /// The seed of the content.
    let seed: UInt64
    /// The average size of a contract's file.
    let fileSize: ByteCount
    /// The share of records and section marks with a defect.
    let damaged: Double
    /// The share of files that are unusual but valid.
    let quirks: Double
    /// The share of files without a valid header.
    let headless: Double

    /// The average number of cost records per room, which brings files to their size.
    let costsOfRoom: Double

    private static let fileSizes = ByteCount(16 << 10)...ByteCount(1 << 20)

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        self.seed = seed
        fileSize = try Self.fileSize(parameters["file-size"] ?? "")
        costsOfRoom = ContractSize.costsOfRoom(fileSize: fileSize)
        damaged = try ShareSetting.value("damaged", of: "records", in: parameters)
        quirks = try ShareSetting.value("quirks", of: "files", in: parameters)
        headless = try ShareSetting.value("headless", of: "files", in: parameters)
    }

    /// The settings in canonical text.
    var parameters: [String: String] {
        [
            "file-size": fileSize.argument,
            "damaged": ShareSetting.text(damaged),
            "quirks": ShareSetting.text(quirks),
            "headless": ShareSetting.text(headless),
        ]
    }

    private static func fileSize(_ text: String) throws(DatasetError) -> ByteCount {
        do {
            let size = try ByteCount(parsing: text)
            if fileSizes.contains(size) { return size }
        } catch {
            throw DatasetError(.invalidParameter, "'file-size': \(error)")
        }
        throw DatasetError(
            .invalidParameter,
            "'file-size' must be \(fileSizes.lowerBound.argument) to"
                + " \(fileSizes.upperBound.argument), not '\(text)'")
    }
}

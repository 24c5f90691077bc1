import MemoryBudget

/// What a tree of contracts is made from.
struct ContractSettings: Sendable {
    /// What the content is drawn from.
    let seed: UInt64
    /// Average size of a contract's file.
    let fileSize: ByteCount
    /// Share of the records, and of the sections' marks, that have a defect.
    let damaged: Double
    /// Share of the files that are unusual in an allowed way.
    let quirks: Double
    /// Share of the files without a good header.
    let headless: Double

    /// Cost records of a room, on average: what makes a file as large as it shall be.
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
            "'file-size' is \(fileSizes.lowerBound.argument) to"
                + " \(fileSizes.upperBound.argument), not '\(text)'")
    }
}

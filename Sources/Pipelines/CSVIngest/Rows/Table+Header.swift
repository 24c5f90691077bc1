import PipelineKit

extension Table {
    /// The most columns that SQLite's tables take.
    static let columnCountMax = 2000

    /// The table for a dataset: fixed, or named by the input's header.
    ///
    /// - Throws: ``WorkerError``: no input, no header, or one that is not the feed's.
    static func of(datasetKind: String, input path: String) throws -> Table {
        let header = try header(of: path)
        guard datasetKind == "csv" else {
            guard header == products.columns.map(\.name) else {
                throw WorkerError(
                    .badSetting,
                    "the header of '\(path)' is not that of a product feed;"
                        + " read it as dataset kind 'csv'")
            }
            return products
        }
        guard header.count <= columnCountMax else {
            throw WorkerError(
                .badSetting,
                "'\(path)' has \(header.count) columns; a table of SQLite takes"
                    + " \(columnCountMax)")
        }
        return input(header: header)
    }

    private static func header(of path: String) throws -> [String] {
        let reader = try ChunkedFileReader(path: path)
        var splitter = RecordSplitter()
        while try splitter.fill({ memory throws(WorkerError) in try reader.read(into: memory) }) {
            if let record = splitter.next() {
                guard record.flaw == nil else {
                    throw WorkerError(.badSetting, "the header of '\(path)' is not a whole record")
                }
                return record.strings
            }
        }
        throw WorkerError(.badSetting, "'\(path)' is empty: a header is missing")
    }
}

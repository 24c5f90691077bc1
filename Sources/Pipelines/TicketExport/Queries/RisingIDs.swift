package import PipelineKit

/// The ids of the rows that batches are read behind, each of which must be higher than the last.
///
/// In a damaged database they may not be; a batch behind a lower id would bring the same rows again,
/// without an end.
package struct RisingIDs {
    /// The last id; the next batch begins behind it.
    package private(set) var last = Int.min
    private let database: String

    /// Begins below every id.
    ///
    /// - Parameter database: Its path or name, for messages.
    package init(of database: String) {
        self.database = database
    }

    /// Takes the id of the next row.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it is not higher than the last.
    @inline(__always)
    package mutating func take(_ id: Int) throws(WorkerError) {
        guard id > last else { throw failure(id) }
        last = id
    }

    private func failure(_ id: Int) -> WorkerError {
        WorkerError(
            .badSetting,
            "database '\(database)' is damaged: in the order of ids, ticket \(id) comes after ticket"
                + " \(last)")
    }
}

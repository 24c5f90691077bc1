package import PipelineKit

/// The ids of the rows that batches are read by, each of which must be higher than the last.
///
/// In a damaged database they may not be; a batch behind a lower id would bring the same rows again,
/// without an end.
package struct RisingIDs {
    /// The lowest id that the next batch may have; nil behind the highest id there can be.
    package private(set) var next: Int? = Int.min
    private let database: String

    /// Begins with the lowest id there can be.
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
        guard let next, id >= next else { throw failure(id) }
        self.next = id == Int.max ? nil : id + 1
    }

    private func failure(_ id: Int) -> WorkerError {
        let last = next.map { $0 - 1 } ?? Int.max
        return WorkerError(
            .badSetting,
            "database '\(database)' is damaged: in the order of ids, ticket \(id) comes after ticket"
                + " \(last)")
    }
}

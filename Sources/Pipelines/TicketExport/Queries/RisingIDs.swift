package import PipelineKit

/// A check that the ids of rows read in batches rise from row to row.
///
/// In a damaged database they may not: a batch that starts after a lower id would return the same
/// rows again, forever.
///
/// ```swift
/// var ids = RisingIDs(of: "shop.sqlite")
/// try ids.take(7)
/// print(ids.next ?? 0)  // 8, the lowest id of the next batch
/// ```
package struct RisingIDs {
    /// The lowest id the next batch may have; `nil` after the highest possible id.
    package private(set) var next: Int? = Int.min
    private let database: String

    /// Creates a check that starts at the lowest possible id.
    ///
    /// - Parameter database: The database's path or name, for messages.
    package init(of database: String) {
        self.database = database
    }

    /// Records the id of the next row.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if the id is not higher than the last one.
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

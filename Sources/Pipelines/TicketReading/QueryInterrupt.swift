package import GRDB
import GRDBSQLite
import SQLiteStore
import Synchronization

/// A way to end a query soon from another thread, even while it finds no rows.
///
/// ```swift
/// let interrupt = QueryInterrupt()
/// interrupt.request()  // from any thread: ends queries that run in `interrupt.covering(…)`
/// ```
package final class QueryInterrupt: Sendable {
    /// The instructions of SQLite's virtual machine between two checks: much less than a
    /// millisecond.
    private static let instructionCount: Int32 = 10_000

    private let flag = Atomic(false)

    /// Creates an interrupt that isn't requested yet.
    package init() {}

    /// Whether the query should end.
    package var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Ends the running query and all later ones; may be called more than once.
    package func request() { flag.store(true, ordering: .relaxed) }

    /// Runs `body`, whose queries of the database end when the interrupt is requested.
    ///
    /// SQLite checks for a request on its own thread: an interrupt called from another thread could
    /// come just before the query begins, and would be lost.
    /// - Throws: ``QueryInterrupted`` if a query was ended; errors of `body`.
    package func covering<Result>(
        _ database: Database, body: () throws -> Result
    ) throws -> Result {
        let connection = try database.connection()
        let ask: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { interrupt in
            guard let interrupt else { return 0 }
            let isRequested = Unmanaged<QueryInterrupt>.fromOpaque(interrupt)
                .takeUnretainedValue().isRequested
            return isRequested ? 1 : 0
        }
        sqlite3_progress_handler(
            connection, Self.instructionCount, ask, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        do {
            if isRequested { throw QueryInterrupted() }
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw QueryInterrupted()
        }
    }
}

/// An error for a query that was ended because nobody wants its rows any more.
package struct QueryInterrupted: Error {
    /// Creates the error.
    package init() {}
}

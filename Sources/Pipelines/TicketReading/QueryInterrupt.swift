package import GRDB
import GRDBSQLite
import SQLiteStore
import Synchronization

/// A way to end a query from another thread soon, even one that finds no rows for long.
package final class QueryInterrupt: Sendable {
    /// Instructions of SQLite's virtual machine between two looks: much less than a millisecond.
    private static let instructionCount: Int32 = 10_000

    private let flag = Atomic(false)

    /// Creates one that isn't requested yet.
    package init() {}

    /// Whether the query is to end.
    package var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Ends the query that is running, and any that would be begun; may be called more than once.
    package func request() { flag.store(true, ordering: .relaxed) }

    /// Runs `body`, whose queries of the database end when it is requested.
    ///
    /// SQLite asks for itself, on its own thread: a call from another one could come just before
    /// the query begins, and would then be lost.
    /// - Throws: ``QueryInterrupted`` if they were ended; what `body` throws.
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

/// A query was ended from outside, because nobody wants its rows any more.
package struct QueryInterrupted: Error {
    /// Creates the error.
    package init() {}
}

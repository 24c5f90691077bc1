package import GRDB
import PipelineKit
import SQLiteStore

/// The database file that a run left behind, opened for verification.
///
/// ```swift
/// import GRDB
/// let count = try ResultDatabase.read("products.db") { database in
///     try Int.fetchOne(database, sql: "SELECT count(*) FROM products")
/// }
/// ```
package enum ResultDatabase {
    /// Reads a database, from its main file alone, after an integrity check.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a missing or damaged database, or what `body`
    ///   throws.
    package static func read<Result>(
        _ path: String, body: (Database) throws -> Result
    ) throws -> Result {
        do {
            return try DatabaseQueue.immutable(path).read { database in
                if let damage = try database.damage() {
                    throw WorkerError(.io, "database '\(path)' is broken: \(damage)")
                }
                return try body(database)
            }
        } catch let error as DatabaseError {
            throw WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
    }
}

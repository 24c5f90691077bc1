package import GRDB
import PipelineKit
import SQLiteStore

/// The database that a run left, read back for verification.
package enum ResultDatabase {
    /// Reads a database whose structure is whole, as it is in its file alone.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a missing or broken database, or what `body` throws.
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

import GRDB
import GRDBSQLite
import MemoryBudget
import PipelineKit
import SQLiteStore
import Synchronization
import Threads

/// Reading the tables back, for verification.
extension StoredTable {
    /// Counts and digests the rows of a finished run's database.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a missing, broken or wrongly laid out database.
    static func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        let path = artefact.output
        do {
            let check = StructureCheck()
            let thread = try check.begin(path)
            let outcome = Result { try digest(path) }
            thread.join()
            if let damage = try check.damage() {
                throw WorkerError(.io, "database '\(path)' is broken: \(damage)")
            }
            return try outcome.get()
        } catch let error as DatabaseError {
            throw WorkerError(.io, "cannot read database '\(path)'", underlying: error.brief)
        }
    }

    private static func digest(_ path: String) throws -> VerifiedOutcome {
        try DatabaseQueue.immutable(path).read { database in
            var digest = RowDigest()
            for table in all {
                try table.check(database, at: path)
                try table.add(to: &digest, from: database)
            }
            return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
        }
    }

    private func check(_ database: Database, at path: String) throws {
        guard try database.tableExists(name) else {
            throw WorkerError(.io, "database '\(path)' has no table '\(name)'")
        }
        // Generated columns are only in the extended list.
        let present = try Set(
            String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_xinfo(?)", arguments: [name]))
        if let missing = columns.first(where: { !present.contains($0.name) }) {
            throw WorkerError(
                .io, "table '\(name)' of '\(path)' has no column '\(missing.name)'")
        }
    }

    private func add(to digest: inout RowDigest, from database: Database) throws {
        let list = columns.map { quoted($0.name) }.joined(separator: ", ")
        let statement = try PreparedStatement("SELECT \(list) FROM \(quoted(name))", in: database)
        let types = columns.map(\.type)
        var empty = RowHash()
        empty.addField(name)
        while try statement.step() {
            var row = empty
            for index in 0..<types.count {
                types[index].add(Int32(truncatingIfNeeded: index), of: statement.handle, to: &row)
            }
            digest.add(row)
        }
    }
}

/// A look at a database's structure on a thread of its own: it takes as long as reading the rows.
private final class StructureCheck: Sendable {
    private let result = Mutex<Result<String?, any Error>>(.success(nil))

    func begin(_ path: String) throws(WorkerError) -> DedicatedThread {
        try DedicatedThread {
            let result = Result { try DatabaseQueue.immutable(path).read { try $0.damage() } }
            self.result.withLock { $0 = result }
        }
    }

    /// What is broken, once the thread has ended; nil if nothing is.
    func damage() throws -> String? {
        try result.withLock { $0 }.get()
    }
}

extension FieldType {
    /// Adds a stored value by its canonical text; one of another type than the column's gets bytes
    /// that no good field has, so that it shows.
    @inline(__always)
    fileprivate func add(_ index: Int32, of handle: OpaquePointer, to row: inout RowHash) {
        switch (sqlite3_column_type(handle, index), self) {
        case (SQLITE_NULL, _):
            row.addField(UnsafeRawBufferPointer(start: nil, count: 0))
        case (SQLITE_INTEGER, .integer), (SQLITE_INTEGER, .date), (SQLITE_INTEGER, .flag):
            row.addField(decimal: sqlite3_column_int64(handle, index))
        case (SQLITE_FLOAT, .decimal):
            let value = sqlite3_column_double(handle, index)
            guard let thousandths = thousandths(of: value) else { return addWrong(to: &row) }
            row.addField(decimal: thousandths)
        case (SQLITE_TEXT, .text):
            let start = sqlite3_column_text(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            // What has no text is NULL.
            guard count > 0 else { return addWrong(to: &row) }
            row.addField(UnsafeRawBufferPointer(start: start, count: count))
        default:
            addWrong(to: &row)
        }
    }

    private func addWrong(to row: inout RowHash) {
        withUnsafeBytes(of: (UInt8(0xFF), rawValue)) { row.addField($0) }
    }
}

/// The thousandths that a number was stored from; nil if it was stored from something finer.
func thousandths(of value: Double) -> Int64? {
    let scaled = (value * 1000).rounded()
    guard abs(scaled) < 9.2e18 else { return nil }
    let thousandths = Int64(scaled)
    return Double(thousandths) / 1000 == value ? thousandths : nil
}

import GRDB
import MemoryBudget
import PipelineKit
import SQLiteStore
import Synchronization
import Threads

// The verification of the tables.
extension StoredTable {
    /// Counts and digests the rows of a finished run's database.
    ///
    /// - Throws: ``WorkerError`` with code `io` for a database that is missing, broken or has the
    ///   wrong layout.
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
            let layout = try DatabaseLayout.made(by: all.map(\.creationSQL))
            if let difference = try DatabaseLayout(database).difference(from: layout) {
                throw WorkerError(.io, "database '\(path)' has the wrong layout: \(difference)")
            }
            var digest = RowDigest()
            for table in all { try table.add(to: &digest, from: database) }
            return VerifiedOutcome(rows: digest.count, digest: digest.hexadecimal)
        }
    }

    private func add(to digest: inout RowDigest, from database: Database) throws {
        let list = columns.map { quoted($0.name) }.joined(separator: ", ")
        let statement = try PreparedStatement("SELECT \(list) FROM \(quoted(name))", in: database)
        var empty = RowHash()
        empty.addField(name)
        while try statement.step() {
            var row = empty
            for index in columns.indices { row.add(statement.value(Int32(index))) }
            digest.add(row)
        }
    }
}

/// A check of a database's structure on another thread; it takes as long as reading the rows.
private final class StructureCheck: Sendable {
    private let result = Mutex<Result<String?, any Error>>(.success(nil))

    func begin(_ path: String) throws(WorkerError) -> DedicatedThread {
        try DedicatedThread {
            let result = Result { try DatabaseQueue.immutable(path).read { try $0.damage() } }
            self.result.withLock { $0 = result }
        }
    }

    /// Returns the damage, once the thread has ended; `nil` if there is none.
    func damage() throws -> String? {
        try result.withLock { $0 }.get()
    }
}

extension RowHash {
    /// Adds a stored value with its type.
    @inline(__always)
    fileprivate mutating func add(_ value: StoredValue) {
        switch value {
        case .null: addNull()
        case .integer(let number): addField(integer: number)
        case .real(let number): addField(real: number)
        case .text(let bytes): addField(bytes)
        case .blob(let bytes): addField(blob: bytes)
        }
    }
}

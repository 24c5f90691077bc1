import Files
import GRDB
import MemoryBudget
import SQLiteStore

/// The fingerprint of an SQLite database: rows by table, columns by name, typed values.
enum ResultTables {
    /// The first bytes of every SQLite database.
    private static let magic = Array("SQLite format 3\0".utf8)
    /// The number of rows between two checks for a stop.
    private static let rowsPerLook = 4096

    static func isDatabase(_ path: String) throws -> Bool {
        RegularFile.start(of: path, byteCountMaximum: magic.count, followsLink: false) == magic
    }

    /// - Throws: ``ResultError`` for a damaged database, and errors of `checkStop`.
    static func fingerprint(
        of path: String, contentDigest: String, checkStop: @escaping () throws -> Void
    ) throws -> ResultFingerprint {
        do {
            return try opened(path).read { database in
                if let damage = try database.damage() {
                    throw ResultError("the database is damaged: \(damage)")
                }
                var tables = Tables(checkStop: checkStop)
                for name in try names(in: database) { try tables.add(name, of: database) }
                return ResultFingerprint(
                    format: .sqlite, contentDigest: contentDigest,
                    rowsDigest: tables.digest.hexadecimal, rows: tables.rows)
            }
        } catch let error as DatabaseError {
            throw ResultError("the database can't be read: \(error.brief)")
        }
    }

    /// Opens a database. A writer that didn't close it left a log beside it that belongs to its
    /// content; only SQLite itself can combine the two.
    private static func opened(_ path: String) throws -> DatabaseQueue {
        let hasLog = ["-wal", "-journal"].contains { RegularFile.exists(path + $0) }
        return try hasLog ? DatabaseQueue(path: path) : DatabaseQueue.immutable(path)
    }

    private static func names(in database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%'
                ESCAPE '\\' ORDER BY name
                """)
    }

    /// The digest of the tables read so far.
    private struct Tables {
        private(set) var digest = RowDigest()
        private(set) var rows = 0
        let checkStop: () throws -> Void

        mutating func add(_ table: String, of database: Database) throws {
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_info(?) ORDER BY name",
                arguments: [table])
            var head = RowHash()
            // The table itself counts, even if empty; no row begins with NULL.
            head.addNull()
            head.addField(table)
            for column in columns { head.addField(column) }
            digest.add(head)
            guard !columns.isEmpty else { return }
            let list = columns.map(Self.quoted).joined(separator: ", ")
            let query = try PreparedStatement(
                "SELECT \(list) FROM \(Self.quoted(table))", in: database)
            while try query.step() {
                digest.add(Self.hash(of: query, in: table, columns: columns))
                rows += 1
                if rows.isMultiple(of: ResultTables.rowsPerLook) { try checkStop() }
            }
        }

        private static func hash(
            of row: borrowing PreparedStatement, in table: String, columns: [String]
        ) -> RowHash {
            var hash = RowHash()
            hash.addField(table)
            for index in columns.indices {
                hash.addField(columns[index])
                switch row.value(Int32(truncatingIfNeeded: index)) {
                case .null: hash.addNull()
                case .integer(let number): hash.addField(integer: number)
                case .real(let number): hash.addField(real: number)
                case .text(let bytes): hash.addField(bytes)
                case .blob(let bytes): hash.addField(blob: bytes)
                }
            }
            return hash
        }

        private static func quoted(_ name: String) -> String {
            "\"" + name.replacing("\"", with: "\"\"") + "\""
        }
    }
}

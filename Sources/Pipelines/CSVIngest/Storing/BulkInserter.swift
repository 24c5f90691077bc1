import GRDB
import GRDBSQLite
import PipelineKit

/// Inserts many rows a statement, straight from the memory they were read into.
///
/// The values of a statement's worth of rows are held as pointers and bound without a copy when the
/// statement is full; what points must stay until ``flush()``. GRDB owns the connection, its lock
/// and the transactions; only the binding and stepping bypass it.
struct BulkInserter: ~Copyable {
    private let connection: OpaquePointer
    private let columnCount: Int
    private let rowsPerStatement: Int
    private let manyRows: PreparedStatement
    private let oneRow: PreparedStatement
    private let values: UnsafeMutablePointer<FieldValue>
    private var valueCount = 0

    /// Prepares the statements.
    ///
    /// - Parameter rowsPerStatement: At most so many; fewer for a wide table, so that a statement's
    ///   parameters, and with them its memory, stay bounded.
    init(_ database: Database, table: Table, rowsPerStatement: Int = 64) throws {
        guard let connection = database.sqliteConnection else {
            throw WorkerError(.internalFailure, "the database is closed")
        }
        let columnCount = table.columns.count
        let rowCount = max(1, min(rowsPerStatement, 1024 / columnCount))
        let manyRows = try PreparedStatement(table.insertionSQL(rowCount: rowCount), connection)
        let oneRow = try PreparedStatement(table.insertionSQL(), connection)
        self.connection = connection
        self.columnCount = columnCount
        self.rowsPerStatement = rowCount
        self.manyRows = manyRows
        self.oneRow = oneRow
        values = .allocate(capacity: rowCount * columnCount)
    }

    deinit {
        values.deallocate()
    }

    /// Where the next row's values go, one a column; they count once ``appendRow()`` is called.
    var nextRow: UnsafeMutablePointer<FieldValue> {
        values + valueCount
    }

    /// Takes the row in ``nextRow``, and inserts a statement's worth once it is there.
    mutating func appendRow() throws {
        valueCount += columnCount
        guard valueCount == rowsPerStatement * columnCount else { return }
        try insert(values, count: valueCount, with: manyRows.handle)
        valueCount = 0
    }

    /// Inserts the rows that don't fill a statement.
    mutating func flush() throws {
        for start in stride(from: 0, to: valueCount, by: columnCount) {
            try insert(values + start, count: columnCount, with: oneRow.handle)
        }
        valueCount = 0
    }

    private func insert(
        _ values: UnsafeMutablePointer<FieldValue>, count: Int, with statement: OpaquePointer
    ) throws {
        var code = SQLITE_OK
        for index in 0..<count {
            let parameter = Int32(truncatingIfNeeded: index &+ 1)
            switch values[index] {
            case .integer(let number): code |= sqlite3_bind_int64(statement, parameter, number)
            case .real(let number): code |= sqlite3_bind_double(statement, parameter, number)
            case .text(let bytes):
                // A nil destructor is SQLITE_STATIC: SQLite reads the bytes where they are.
                code |= sqlite3_bind_text(
                    statement, parameter, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(truncatingIfNeeded: bytes.count), nil)
            }
        }
        let step = sqlite3_step(statement)
        let reset = sqlite3_reset(statement)
        guard code == SQLITE_OK, step == SQLITE_DONE, reset == SQLITE_OK else {
            throw DatabaseError(of: connection)
        }
    }
}

/// A statement that GRDB doesn't know of, finalised when it goes.
private struct PreparedStatement: ~Copyable {
    let handle: OpaquePointer

    init(_ sql: String, _ connection: OpaquePointer) throws {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw DatabaseError(of: connection) }
        handle = statement
    }

    deinit {
        sqlite3_finalize(handle)
    }
}

extension DatabaseError {
    /// What a connection says about its last failure.
    init(of connection: OpaquePointer) {
        self.init(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}

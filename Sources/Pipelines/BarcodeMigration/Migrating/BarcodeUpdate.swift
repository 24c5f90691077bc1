import GRDB
import SQLiteStore

/// A prepared statement that gives one ticket its barcode.
struct BarcodeUpdate: ~Copyable {
    private let statement: PreparedStatement

    /// Prepares the statement; the database must outlive it.
    init(_ database: Database) throws {
        statement = try PreparedStatement(
            "UPDATE tickets SET barcode = ? WHERE id = ?", in: database)
    }

    /// Gives a ticket its barcode.
    func run(ticketID: Int64) throws {
        try withUnsafeTemporaryAllocation(
            byteCount: Barcode.digitCount, alignment: 1
        ) { digits in
            Barcode(ticketID: ticketID).write(to: digits)
            try withUnsafeTemporaryAllocation(of: FieldValue.self, capacity: 2) { values in
                values.initializeElement(at: 0, to: .text(UnsafeRawBufferPointer(digits)))
                values.initializeElement(at: 1, to: .integer(ticketID))
                guard let start = values.baseAddress else { return }
                try statement.run(start, count: 2)
            }
        }
    }
}

import Files
import GRDB
import MemoryBudget
import SQLiteStore

/// The kind `tickets`: a table of tickets as an SQLite database in a single file.
struct TicketDatabaseGenerator: TicketGenerator {
    static let dataName = "tickets.sqlite"
    static let kind = DatasetKind(
        name: "tickets",
        about: "A table of tickets as an SQLite database: names with commas, quotes and accents",
        unit: "tickets", parameters: TicketShares.settings)

    let content: TicketContent

    /// Returns an estimate measured with the default settings, rounded up; a file has at least two
    /// pages.
    func estimatedBytes(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): 16_384 + scale.units * 112
        case .bytes(let count): count.bytes + Self.batchRowCount * TicketRow.bytesMax
        }
    }

    /// The number of rows whose texts are in memory at once: a multiple of the rows per statement.
    private static let batchRowCount = 256
    /// The number of batches between two progress reports, about 1 MiB.
    private static let batchesPerReport = 40

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let path = "\(directory)/\(Self.dataName)"
        var tally = TicketTally()
        do {
            let queue = try DatabaseQueue.disposable(path)
            try queue.writeWithoutTransaction { database in
                try database.rollingBackOnError {
                    try fill(database, size: size, tally: &tally, progress: progress)
                }
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw DatasetError.database(error, at: path)
        }
        try OutputFile.synchronize(path)
        let bytes = try Directory.bytes(of: path)
        try progress(progressReport(size, units: tally.units, bytes: bytes))
        return content.manifest(of: Self.kind, file: Self.dataName, tally: tally, bytes: bytes)
    }

    private static let creationSQL = """
        CREATE TABLE tickets (
            id INTEGER PRIMARY KEY, number TEXT NOT NULL, barcode TEXT, event TEXT NOT NULL,
            holder TEXT NOT NULL, seat TEXT, price_cents INTEGER NOT NULL, status TEXT NOT NULL,
            sold_at TEXT NOT NULL)
        """

    private func fill(
        _ database: Database, size: DatasetSize, tally: inout TicketTally,
        progress: DatasetProgress.Handler
    ) throws {
        try database.execute(sql: Self.creationSQL)
        try database.beginTransaction()
        var inserter = try BulkInserter(
            database, table: "tickets", columnCount: TicketRow.columns.count)
        let memory = UnsafeMutablePointer<UInt8>.allocate(
            capacity: Self.batchRowCount * TicketRow.bytesMax)
        defer { memory.deallocate() }
        var batchCount = 0
        while !size.isReached(units: tally.units, bytes: try Self.bytes(of: database, size: size)) {
            for slot in 0..<Self.rowCount(of: size, after: tally.units) {
                let row = content.row(tally.units, at: memory + slot * TicketRow.bytesMax)
                row.setValues(inserter.nextRow)
                try inserter.appendRow()
                tally.add(row)
            }
            try inserter.flush()
            batchCount += 1
            if batchCount % Self.batchesPerReport == 0 {
                let estimate = tally.units * estimatedBytes(of: .units(Scale(units: 1_000))) / 1_000
                try progress(progressReport(size, units: tally.units, bytes: estimate))
            }
        }
        try database.commit()
    }

    private static func rowCount(of size: DatasetSize, after units: Int) -> Int {
        guard case .units(let scale) = size else { return batchRowCount }
        return min(batchRowCount, scale.units - units)
    }

    /// Returns the size that the file will have; 0 if the dataset isn't limited in bytes.
    private static func bytes(of database: Database, size: DatasetSize) throws -> Int {
        guard case .bytes = size else { return 0 }
        let pageCount = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        return try pageCount * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }
}

extension TicketRow {
    /// Binds the nine values of a row to insert; they point into the row's memory.
    @inline(__always)
    fileprivate func setValues(_ values: UnsafeMutablePointer<FieldValue>) {
        for column in 0..<Self.columns.count {
            let text = self[column]
            switch column {
            case 0: values[column] = .integer(Int64(id))
            case 6: values[column] = .integer(Int64(priceCents))
            default: values[column] = text.isEmpty ? .null : .text(text)
            }
        }
    }
}

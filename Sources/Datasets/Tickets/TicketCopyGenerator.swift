import MemoryBudget
package import PostgreSQLCluster

/// The kind `tickets-postgresql`: the same tickets in a PostgreSQL server, filled with COPY from a
/// text file.
struct TicketCopyGenerator: TicketGenerator {
    static let dataName = "tickets.copy"
    static let kind = DatasetKind(
        name: "tickets-postgresql",
        about: "The tickets as text that PostgreSQL copies into a table",
        unit: "tickets", parameters: TicketShares.settings)
    var storage: any DatasetStorage { PostgreSQLStorage(table: .tickets) }

    let content: TicketContent

    /// Returns an estimate measured with the default settings, rounded up.
    func estimatedBytes(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): 4_096 + scale.units * 112
        case .bytes(let count): count.bytes + TicketRow.bytesMax
        }
    }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let output = try OutputFile(creating: "\(directory)/\(Self.dataName)")
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: TicketRow.bytesMax)
        defer { memory.deallocate() }
        var tally = TicketTally()
        while !size.isReached(units: tally.units, bytes: output.byteCount) {
            while output.available >= 2 * TicketRow.bytesMax,
                !size.isReached(units: tally.units, bytes: output.byteCount)
            {
                let row = content.row(tally.units, at: memory)
                output.advance(to: row.writeCopy(at: output.position))
                tally.add(row)
            }
            try output.flush()
            try progress(progressReport(size, units: tally.units, bytes: output.byteCount))
        }
        try output.finish()
        return content.manifest(
            of: Self.kind, file: Self.dataName, tally: tally, bytes: output.byteCount)
    }
}

extension PostgreSQLTable {
    /// The table of tickets; see `Documentation/Tickets.md`.
    package static let tickets = PostgreSQLTable(
        name: "tickets",
        columns: """
            id bigint NOT NULL, number text NOT NULL, barcode text, event text NOT NULL,
            holder text NOT NULL, seat text, price_cents integer NOT NULL, status text NOT NULL,
            sold_at text NOT NULL
            """,
        key: "id")
}

extension TicketRow {
    /// Writes a line in COPY's text format, at most twice a row's length, and returns its end.
    fileprivate func writeCopy(
        at start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var end = start
        func put(_ byte: UInt8) {
            end.pointee = byte
            end += 1
        }
        for column in 0..<Self.columns.count {
            if column > 0 { put(UInt8(ascii: "\t")) }
            let text = self[column]
            if text.isEmpty {
                put(UInt8(ascii: "\\"))
                put(UInt8(ascii: "N"))
            }
            for byte in text {
                switch byte {
                case UInt8(ascii: "\\"): put(byte)
                case UInt8(ascii: "\n"):
                    put(UInt8(ascii: "\\"))
                    put(UInt8(ascii: "n"))
                    continue
                default: break
                }
                put(byte)
            }
        }
        put(UInt8(ascii: "\n"))
        return end
    }
}

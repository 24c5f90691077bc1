import MemoryBudget

/// The correct results of the tickets so far, for every query and for the migration.
struct TicketTally {
    private(set) var units = 0
    private var numbers = RowDigest()
    private var barcodes = RowDigest()
    private var filtered = RowDigest()
    private var all = RowDigest()
    private var migrated = RowDigest()

    mutating func add(_ row: TicketRow) {
        units += 1
        all.add(row.hash)
        if row.isValid { filtered.add(row.hash) }
        migrated.add(Self.migratedHash(of: row))
        guard row.barcode != .none else { return }
        var hash = RowHash()
        hash.addField(row[TicketRow.barcodeColumn])
        barcodes.add(hash)
        hash = RowHash()
        hash.addField(row[1])
        hash.addField(row[TicketRow.barcodeColumn])
        numbers.add(hash)
    }

    /// The expected result of the query `all`, which returns every ticket of the table.
    var expected: ExpectedOutcome { Self.outcome(all) }

    /// The expected results, by the name of the query, and of the migration as `migrated`.
    var expectations: [String: ExpectedOutcome] {
        [
            "numbers": numbers, "barcodes": barcodes, "filtered": filtered, "all": all,
            "migrated": migrated,
        ].mapValues(Self.outcome)
    }

    private static func outcome(_ digest: RowDigest) -> ExpectedOutcome {
        ExpectedOutcome(rows: digest.count, rowsFailed: 0, digest: digest.hexadecimal)
    }

    /// Hashes a row as a database holds it: integers as integers, an absent seat as NULL.
    private static func migratedHash(of row: TicketRow) -> RowHash {
        var hash = RowHash()
        for column in 0..<TicketRow.columns.count {
            switch column {
            case TicketRow.idColumn: hash.addField(integer: Int64(row.id))
            case TicketRow.barcodeColumn: addMigratedBarcode(of: row, to: &hash)
            case TicketRow.priceColumn: hash.addField(integer: Int64(row.priceCents))
            default:
                let text = row[column]
                if text.isEmpty { hash.addNull() } else { hash.addField(text) }
            }
        }
        return hash
    }

    private static func addMigratedBarcode(of row: TicketRow, to hash: inout RowHash) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { digits in
            var rest = TicketRow.migratedBarcode(of: row.id)
            for place in stride(from: 7, through: 0, by: -1) {
                digits[place] = UInt8(rest % 10) + UInt8(ascii: "0")
                rest /= 10
            }
            hash.addField(UnsafeRawBufferPointer(digits))
        }
    }
}

package import GRDB
package import TicketExport

extension DelimitedWriter {
    /// Writes the selected rows as one query returns them, until they end or no more are wanted.
    ///
    /// - Throws: `DatabaseError`; the writer's errors.
    package mutating func addRows(
        of selection: TicketSelection, from database: Database
    ) throws {
        let cursor = try TicketCursor(database, select: selection.select(.whole))
        let columns = ColumnKinds(selection.query)
        while try cursor.step() {
            guard try addRow(cursor, columns: columns) else { return }
        }
    }

    /// Writes the selected rows with one query per batch, each for the ids after the last batch's.
    ///
    /// The first batch starts at the lowest possible id.
    ///
    /// - Parameters:
    ///   - batchRowCount: The number of rows per query.
    ///   - name: The database's path, for messages.
    /// - Throws: `DatabaseError`; ``WorkerError`` if the ids don't rise; the writer's errors.
    package mutating func addRows(
        of selection: TicketSelection, inBatchesOf batchRowCount: Int, from database: Database,
        named name: String
    ) throws {
        let columns = ColumnKinds(selection.query)
        var ids = RisingIDs(of: name)
        let cursor = try TicketCursor(
            database, select: selection.select(.batch(fromID: .min, count: batchRowCount)))
        while case let wanted = selection.rowCount(of: batchRowCount, after: rowCount), wanted > 0,
            let first = ids.next
        {
            try cursor.restart(selection.select(.batch(fromID: first, count: wanted)))
            let start = rowCount
            while try cursor.step() {
                try ids.take(Int(cursor.integer(columns.count)))
                guard try addRow(cursor, columns: columns) else { return }
            }
            guard rowCount - start == wanted else { return }
        }
    }

    /// Writes the selected rows with one query per page, each of which rescans all earlier rows.
    ///
    /// - Throws: `DatabaseError`; the writer's errors.
    package mutating func addRows(
        of selection: TicketSelection, inPagesOf pageRowCount: Int, from database: Database
    ) throws {
        let columns = ColumnKinds(selection.query)
        let cursor = try TicketCursor(
            database, select: selection.select(.page(offset: 0, count: pageRowCount)))
        while case let wanted = selection.rowCount(of: pageRowCount, after: rowCount), wanted > 0 {
            let start = rowCount
            try cursor.restart(selection.select(.page(offset: start, count: wanted)))
            while try cursor.step() {
                guard try addRow(cursor, columns: columns) else { return }
            }
            guard rowCount - start == wanted else { return }
        }
    }

    /// Writes the cursor's current row and returns whether another is wanted.
    @inline(__always)
    private mutating func addRow(
        _ cursor: borrowing TicketCursor, columns: ColumnKinds
    ) throws -> Bool {
        for column in 0..<columns.count {
            // The type is checked only where it matters: checking costs as much as reading the
            // value.
            if columns.isInteger(column), cursor.isInteger(column) {
                try addField(cursor.integer(column))
            } else {
                try addField(cursor.text(column))
            }
        }
        return endRow()
    }
}

/// The columns of a query that hold whole numbers, as a mask for a loop over every field.
private struct ColumnKinds {
    let count: Int32
    private let integers: UInt32

    init(_ query: TicketQuery) {
        count = Int32(query.columns.count)
        integers = query.columns.enumerated().reduce(0) { mask, column in
            column.element.isInteger ? mask | 1 << UInt32(column.offset) : mask
        }
    }

    @inline(__always)
    func isInteger(_ column: Int32) -> Bool {
        integers >> UInt32(column) & 1 == 1
    }
}

import GRDB
import GRDBSQLite
import SQLiteStore

/// A writer of pages into the table: one look-up per hundred records, then writes of differing
/// rows.
///
/// With a generation, it stamps every row that the source has. A row that already has the stamp is
/// a record that appeared twice.
final class PageWriter {
    private let generation: Int?
    private let statements: PageStatements
    private let connection: OpaquePointer
    /// The stored state of each record in the current slice.
    private var stored: [Stored]
    private var stampedPlaces: [Int] = []

    /// The maximum number of records per look-up.
    private static let sliceCount = 100

    private enum Stored {
        case absent
        case same(generation: Int)
        case different(generation: Int)
    }

    /// Prepares the statements; the database must outlive them.
    ///
    /// - Parameter generation: The stamp of rows; `nil` leaves stamps unchanged.
    init(_ database: Database, generation: Int?) throws {
        self.generation = generation
        statements = try PageStatements(
            database, sliceCount: Self.sliceCount, isStamping: generation != nil)
        connection = try database.connection()
        stored = Array(repeating: .absent, count: Self.sliceCount)
    }

    /// Writes a page, in the caller's transaction.
    func write(_ page: OpportunityPage) throws -> PageCounts {
        var counts = PageCounts()
        try page.bytes.withUnsafeBytes { bytes in
            let repeatedPlaces = page.repeatedPlaces(bytes)
            for start in stride(from: 0, to: page.records.count, by: Self.sliceCount) {
                let slice = page.records[start...].prefix(Self.sliceCount)
                try lookUp(slice, in: bytes)
                stampedPlaces.removeAll(keepingCapacity: true)
                for (place, record) in zip(slice.indices, slice) {
                    if repeatedPlaces.contains(place) {
                        counts.repeated += 1
                    } else {
                        try write(
                            record, place: place, stored: stored[place - start], in: bytes,
                            counts: &counts)
                    }
                }
                try stampRows(of: page.records, in: bytes)
            }
        }
        return counts
    }

    /// Looks up the stored state of records.
    private func lookUp(
        _ records: ArraySlice<OpportunityRecord>, in bytes: UnsafeRawBufferPointer
    ) throws {
        for place in 0..<Self.sliceCount {
            stored[place] = .absent
            let id = place < records.count ? records[records.startIndex + place].id : nil
            try statements.lookup.bindInPlace(
                id.map { .text(bytes.text($0)) } ?? .null, to: place + 1)
        }
        while try statements.lookup.step() {
            let place = Int(sqlite3_column_int64(statements.lookup.handle, 0))
            let generation = Int(sqlite3_column_int64(statements.lookup.handle, 6))
            let isSame = isStored(records[records.startIndex + place], in: bytes)
            stored[place] =
                isSame ? .same(generation: generation) : .different(generation: generation)
        }
        try statements.lookup.reset()
    }

    /// Returns whether the look-up's current row equals a record.
    private func isStored(_ record: OpportunityRecord, in bytes: UnsafeRawBufferPointer) -> Bool {
        let handle = statements.lookup.handle
        guard record.amountCents.map(Int64.init) == sqlite3_column_int64(handle, 4),
            record.revision.map(Int64.init) == sqlite3_column_int64(handle, 5)
        else { return false }
        return holds(record.title, column: 1, in: bytes)
            && holds(record.agency, column: 2, in: bytes)
            && holds(record.due, column: 3, in: bytes)
    }

    private func holds(
        _ text: OpportunityRecord.TextRange?, column: Int32, in bytes: UnsafeRawBufferPointer
    ) -> Bool {
        guard let text, let start = sqlite3_column_text(statements.lookup.handle, column) else {
            return false
        }
        let count = Int(sqlite3_column_bytes(statements.lookup.handle, column))
        return bytes.text(text).elementsEqual(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func write(
        _ record: OpportunityRecord, place: Int, stored: Stored, in bytes: UnsafeRawBufferPointer,
        counts: inout PageCounts
    ) throws {
        guard let id = record.id else {
            counts.problems.append((place, "it has no readable id"))
            return
        }
        count(stored, counts: &counts)
        if let problem = record.problem(in: bytes) {
            counts.problems.append((place, problem))
            // The stored row stays, because the source still has the record.
            if case .absent = stored {
                try noteUnstored(bytes.text(id), counts: &counts)
            } else {
                stampedPlaces.append(place)
            }
            return
        }
        switch stored {
        case .absent:
            try run(statements.insert, record: record, in: bytes, generation: generation ?? 0)
            counts.inserted += 1
            try forgetUnstored(bytes.text(id), counts: &counts)
        case .same:
            stampedPlaces.append(place)
            counts.unchanged += 1
        case .different:
            try run(statements.update, record: record, in: bytes, generation: generation)
            counts.updated += 1
        }
    }

    private func count(_ stored: Stored, counts: inout PageCounts) {
        switch stored {
        case .same(let stamp), .different(let stamp):
            if stamp == generation { counts.repeated += 1 } else { counts.new += 1 }
        case .absent: counts.new += 1
        }
    }

    /// Stores the id of an invalid record without a row, to detect if it appears twice.
    private func noteUnstored(_ id: UnsafeRawBufferPointer, counts: inout PageCounts) throws {
        if try changesRow(statements.note, id: id) == false { counts.countAgain() }
    }

    /// Removes the stored id of a record that has a row now; if there was one, it appeared twice.
    private func forgetUnstored(_ id: UnsafeRawBufferPointer, counts: inout PageCounts) throws {
        if try changesRow(statements.forget, id: id) == true { counts.countAgain() }
    }

    /// Returns whether a statement changed an id without a row; `nil` without a generation.
    private func changesRow(
        _ statement: borrowing PreparedStatement, id: UnsafeRawBufferPointer
    ) throws -> Bool? {
        guard let generation else { return nil }
        try withUnsafeTemporaryAllocation(of: FieldValue.self, capacity: 2) { values in
            values.initializeElement(at: 0, to: .text(id))
            values.initializeElement(at: 1, to: .integer(Int64(generation)))
            guard let start = values.baseAddress else { return }
            try statement.run(start, count: 2)
        }
        return sqlite3_changes(connection) > 0
    }

    private func run(
        _ statement: borrowing PreparedStatement, record: OpportunityRecord,
        in bytes: UnsafeRawBufferPointer, generation: Int?
    ) throws {
        guard let id = record.id, let title = record.title, let agency = record.agency,
            let due = record.due, let amount = record.amountCents, let revision = record.revision
        else { return }
        try withUnsafeTemporaryAllocation(of: FieldValue.self, capacity: 7) { values in
            for (index, text) in [id, title, agency, due].enumerated() {
                values.initializeElement(at: index, to: .text(bytes.text(text)))
            }
            values.initializeElement(at: 4, to: .integer(Int64(amount)))
            values.initializeElement(at: 5, to: .integer(Int64(revision)))
            values.initializeElement(at: 6, to: .integer(Int64(generation ?? 0)))
            guard let start = values.baseAddress else { return }
            try statement.run(start, count: generation == nil ? 6 : 7)
        }
    }

    /// Stamps all rows that stay unchanged.
    private func stampRows(
        of records: [OpportunityRecord], in bytes: UnsafeRawBufferPointer
    ) throws {
        guard let generation, !stampedPlaces.isEmpty else { return }
        try statements.stamp.bindInPlace(.integer(Int64(generation)), to: 1)
        for index in 0..<Self.sliceCount {
            let id = index < stampedPlaces.count ? records[stampedPlaces[index]].id : nil
            try statements.stamp.bindInPlace(
                id.map { .text(bytes.text($0)) } ?? .null, to: index + 2)
        }
        _ = try statements.stamp.step()
        try statements.stamp.reset()
    }
}

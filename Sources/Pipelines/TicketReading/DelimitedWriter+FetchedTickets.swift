package import GRDB
package import TicketExport

extension DelimitedWriter {
    /// Fetches all selected rows into memory, then writes them, as most code does.
    ///
    /// - Parameter onFetched: Called between fetching and writing.
    /// - Throws: `DatabaseError`; the writer's errors.
    package mutating func addFetchedRows(
        of selection: TicketSelection, from database: Database, onFetched: () -> Void
    ) throws {
        let select = selection.select(.whole)
        let rows = try Row.fetchAll(
            database, sql: select.sql, arguments: StatementArguments(select.values.map(\.argument)))
        onFetched()
        for row in rows {
            for value in row.databaseValues { try addField(value) }
            guard endRow() else { return }
        }
    }

    private mutating func addField(_ value: DatabaseValue) throws {
        switch value.storage {
        case .null: try addNull()
        case .int64(let number): try addField(number)
        case .double(let number): try addField("\(number)")
        case .string(let text): try addField(text)
        case .blob(let bytes): try addField(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension TicketSelect.Value {
    fileprivate var argument: any DatabaseValueConvertible {
        switch self {
        case .integer(let number): number
        case .text(let text): text
        }
    }
}

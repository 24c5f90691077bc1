import GRDB
import PipelineKit
import TicketExport

/// Every row into memory, then the file: what a query's first result is in most code.
struct FetchAll: SQLiteExportStrategy {
    let name = "fetch-all"
    let about = "every row into memory, then the file"
    let nominalUnitsPerSecond: Double? = 350_000
    let demand: ExportCounter.Demand?

    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws {
        context.progress.phase("fetch")
        let select = selection.select(.whole)
        let rows = try Row.fetchAll(
            database, sql: select.sql, arguments: StatementArguments(select.values.map(\.argument)))
        context.progress.phase("export")
        for row in rows {
            for value in row.databaseValues { try writer.addField(value) }
            guard writer.endRow() else { return }
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

extension DelimitedWriter {
    fileprivate mutating func addField(_ value: DatabaseValue) throws {
        switch value.storage {
        case .null: try addNull()
        case .int64(let number): try addField(number)
        case .double(let number): try addField("\(number)")
        case .string(let text): try addField(text)
        case .blob(let bytes): try addField(String(decoding: bytes, as: UTF8.self))
        }
    }
}

import Foundation
import MemoryBudget
import PipelineKit
import TestSupport

@testable import TicketExport

/// A field as a database returns it.
enum Field: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int64)

    /// The field's text in an export.
    var written: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): "\(number)"
        }
    }
}

/// Returns the context of a run that writes to a path.
func context(output: String, _ assignments: [(String, String)] = []) throws -> TrialContext {
    let parameters =
        TicketSelection.parameters + [ExportFormat.parameter, TicketSelection.batchParameter]
    return TrialContext(
        input: "/nowhere", output: output, datasetKind: "tickets",
        settings: try Settings(assignments.map { (name: $0.0, value: $0.1) }, for: parameters),
        progress: .unwatched())
}

/// Writes rows like a strategy, and returns the context, whose progress has their number.
@discardableResult
func export(
    _ rows: [[Field]], query: TicketQuery = .all, format: ExportFormat = .csv, to output: String,
    demand: ExportCounter.Demand? = nil
) throws -> TrialContext {
    let context = try context(output: output)
    var writer = try DelimitedWriter(
        context, selection: TicketSelection(query: query), format: format, demand: demand)
    for row in rows {
        for field in row {
            switch field {
            case .null: try writer.addNull()
            case .text(let text): try writer.addField(text)
            case .integer(let number): try writer.addField(number)
            }
        }
        guard writer.endRow() else { break }
    }
    try writer.finish()
    return context
}

/// Returns the expected digest of an export of these rows.
func rowDigest(of rows: [[Field]]) -> RowDigest {
    var digest = RowDigest()
    for row in rows {
        var hash = RowHash()
        for field in row { hash.addField(field.written) }
        digest.add(hash)
    }
    return digest
}

/// Returns the file's bytes as text.
func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

/// Returns the names in a folder.
func names(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
}

import PipelineKit
package import TicketExport

/// A request for an export, parsed from a path such as `/filtered.csv?status=used&limit=10`.
///
/// ```swift
/// let request = try ExportRequest(path: "/filtered.csv?status=used&limit=10")
/// print(request.fileName)
/// ```
package struct ExportRequest: Hashable, Sendable {
    /// The formats of an export's body.
    package enum Form: Hashable, Sendable {
        /// Text, which is streamed while it is read.
        case delimited(ExportFormat)
        /// An XLSX workbook, whose length is known before it is sent.
        case workbook
    }

    /// The requested tickets.
    package let selection: TicketSelection
    /// The format they are written in.
    package let form: Form
    /// The number of rows per query; `nil`, the default, for one query with all rows.
    package let batchRowCount: Int?
    /// The name under which a browser saves the export, such as `numbers.csv`.
    package let fileName: String

    /// The names of paths without their extensions, and the query of each.
    private static let queries: KeyValuePairs<String, TicketQuery> = [
        "tickets": .all, "numbers": .numbers, "barcodes": .barcodes, "filtered": .filtered,
    ]

    /// Parses a request's path.
    ///
    /// - Throws: ``Refusal`` with 404 for an unknown path, and 400 for invalid parameters.
    package init(path: String) throws(Refusal) {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].dropFirst()
        guard parts[0].first == "/", let (query, form) = Self.export(named: String(name)) else {
            throw Refusal(
                404,
                sentence:
                    "there is no '\(parts[0])'; choose from \(Self.paths.joined(separator: ", "))")
        }
        let given = try ExportParameters(
            query: parts.count > 1 ? parts[1] : "", for: Self.parameters(of: query, form: form))
        let limit = given.integer("limit") ?? 0
        selection = TicketSelection(
            query: query, status: given.text("status") ?? TicketSelection.defaultStatus,
            limit: limit == 0 ? nil : limit)
        self.form = form
        batchRowCount = given.integer("batch")
        fileName = String(name)
    }

    /// All paths, in the order of lists.
    package static let paths = queries.flatMap { name, query in
        endings(of: query).map { "/\(name).\($0.ending)" }
    }

    private static func export(named name: String) -> (query: TicketQuery, form: Form)? {
        for (stem, query) in queries {
            for (ending, form) in endings(of: query) where name == "\(stem).\(ending)" {
                return (query, form)
            }
        }
        return nil
    }

    private static func endings(of query: TicketQuery) -> [(ending: String, form: Form)] {
        let formats = ExportFormat.allCases.filter { $0 != .txt || query.columns.count == 1 }
        return formats.map { ($0.rawValue, .delimited($0)) } + [("xlsx", .workbook)]
    }

    /// Returns the parameters of an export: those of the pipelines, with the same bounds.
    private static func parameters(of query: TicketQuery, form: Form) -> [Parameter] {
        var names: Set = ["limit"]
        if query == .filtered { names.insert("status") }
        if form != .workbook { names.insert(TicketSelection.batchParameter.name) }
        return (TicketSelection.parameters + [TicketSelection.batchParameter]).filter {
            names.contains($0.name)
        }
    }
}

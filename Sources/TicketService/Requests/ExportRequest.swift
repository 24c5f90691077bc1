import PipelineKit
package import TicketExport

/// A request for an export, read from a path such as `/filtered.csv?status=used&limit=10`.
package struct ExportRequest: Hashable, Sendable {
    /// The forms of an export's body.
    package enum Form: Hashable, Sendable {
        /// Text, which is streamed as it is read.
        case delimited(ExportFormat)
        /// An XLSX workbook, whose length is known before it is sent.
        case workbook
    }

    /// The tickets that are asked for.
    package let selection: TicketSelection
    /// The form in which they are written.
    package let form: Form
    /// Rows per query; nil, the default, for one query that gives all.
    package let batchRowCount: Int?
    /// The name under which a browser saves it, such as `numbers.csv`.
    package let fileName: String

    /// The names of paths without their endings, and what each selects.
    private static let queries: KeyValuePairs<String, TicketQuery> = [
        "tickets": .all, "numbers": .numbers, "barcodes": .barcodes, "filtered": .filtered,
    ]

    /// Reads a request's path.
    ///
    /// - Throws: ``Refusal`` with 404 for a path that there isn't, and 400 for parameters that the
    ///   export doesn't take.
    package init(path: String) throws(Refusal) {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].dropFirst()
        guard parts[0].first == "/", let (query, form) = Self.export(named: String(name)) else {
            throw Refusal(
                404,
                sentence:
                    "there is no '\(parts[0])'; there are \(Self.paths.joined(separator: ", "))")
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

    /// Every path, in the order of lists.
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

    /// The parameters that an export takes: as the pipelines', with the same bounds.
    private static func parameters(of query: TicketQuery, form: Form) -> [Parameter] {
        var names: Set = ["limit"]
        if query == .filtered { names.insert("status") }
        if form != .workbook { names.insert(TicketSelection.batchParameter.name) }
        return (TicketSelection.parameters + [TicketSelection.batchParameter]).filter {
            names.contains($0.name)
        }
    }
}

package import MemoryBudget
package import PipelineKit

/// The tickets that a run exports, as settings `query`, `status` and `limit` select them.
///
/// ```swift
/// let selection = TicketSelection(query: .barcodes, limit: 1_000)
/// print(selection.select(.whole).literalSQL)
/// ```
package struct TicketSelection: Hashable, Sendable {
    /// The choice of tickets and columns.
    package let query: TicketQuery
    /// The required status, if the query is `filtered`.
    package let status: String
    /// The maximum number of rows; `nil` for all.
    package let limit: Int?

    /// Creates a selection.
    package init(query: TicketQuery, status: String = Self.defaultStatus, limit: Int? = nil) {
        self.query = query
        self.status = status
        self.limit = limit
    }

    /// Reads the settings that ``parameters`` declare.
    package init(_ settings: Settings) {
        guard let query = TicketQuery(rawValue: settings.text("query")) else {
            preconditionFailure("setting 'query' is not declared as a choice of queries")
        }
        let limit = settings.integer("limit")
        self.init(
            query: query, status: settings.text("status"), limit: limit == 0 ? nil : limit)
    }

    /// The status on which the manifest's expectation `filtered` is based.
    package static let defaultStatus = "valid"

    /// The settings that select tickets.
    package static let parameters = [
        Parameter(
            name: "query", default: TicketQuery.all.rawValue,
            about: "rows to export: numbers (with barcodes), barcodes, filtered (by status), all",
            kind: .choice(TicketQuery.allCases.map(\.rawValue))),
        Parameter(
            name: "status", default: defaultStatus,
            about: "status of the tickets that query 'filtered' exports",
            kind: .choice(Ticket.statuses)),
        Parameter(
            name: "limit", default: "0", about: "export at most this many rows; 0 for all",
            kind: .integer(0...Int(Int32.max))),
    ]

    /// The number of rows per batch, for strategies that read in batches.
    package static let batchParameter = Parameter(
        name: "batch", default: "1000", about: "rows per query, for strategies with batches",
        kind: .integer(1...1_000_000))

    /// The name of the manifest's expectation for this selection; `nil` if a manifest has none.
    package var expectation: String? {
        guard limit == nil, query != .filtered || status == Self.defaultStatus else { return nil }
        return query.rawValue
    }

    /// The reason for an export without rows.
    package var emptyReason: String {
        switch query {
        case .numbers, .barcodes: "no ticket has a barcode"
        case .filtered: "no ticket is '\(status)'"
        case .all: "the table is empty"
        }
    }

    /// Reports on standard error that there is nothing to export and no file is written.
    package func sayEmpty() {
        let text = "membudget-worker: nothing to export: \(emptyReason); no file is written\n"
        // A closed standard error means that nobody wants the message.
        _ = try? writeAll(text, to: 2, path: "standard error")
    }

    /// Returns the outcome of an export: the rows found, and the expected ones.
    ///
    /// - Parameters:
    ///   - found: The digest of the rows in the artefact.
    ///   - expected: Digests the selected rows of the input; called only if no manifest has an
    ///     expectation for them.
    package func outcome(
        found: RowDigest, expected: () throws -> RowDigest
    ) rethrows -> VerifiedOutcome {
        var outcome = VerifiedOutcome(
            rows: found.count, digest: found.hexadecimal, expectation: expectation)
        if expectation == nil {
            let right = try expected()
            outcome.expected = ExpectedOutcome(
                rows: right.count, rowsFailed: 0, digest: right.hexadecimal)
        }
        return outcome
    }
}

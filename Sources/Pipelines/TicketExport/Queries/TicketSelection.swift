package import MemoryBudget
package import PipelineKit

/// Which tickets a run exports: the settings `query`, `status` and `limit`.
package struct TicketSelection: Hashable, Sendable {
    /// What is exported of them.
    package let query: TicketQuery
    /// The status they must have, if the query is `filtered`.
    package let status: String
    /// The most rows; nil for all there are.
    package let limit: Int?

    /// Makes a selection.
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

    /// The status of the manifest's expectation `filtered`.
    package static let defaultStatus = "valid"

    /// The settings that select tickets.
    package static let parameters = [
        Parameter(
            name: "query", default: TicketQuery.all.rawValue,
            about: "what is exported: numbers (with barcodes), barcodes, filtered (by status), all",
            kind: .choice(TicketQuery.allCases.map(\.rawValue))),
        Parameter(
            name: "status", default: defaultStatus,
            about: "the status that query 'filtered' keeps",
            kind: .choice(Ticket.statuses)),
        Parameter(
            name: "limit", default: "0", about: "exactly the first so many rows; 0 for all",
            kind: .integer(0...Int(Int32.max))),
    ]

    /// How many rows a batch has, of the strategies that read in batches.
    package static let batchParameter = Parameter(
        name: "batch", default: "1000", about: "rows a query, of strategies that read in batches",
        kind: .integer(1...1_000_000))

    /// Which of a manifest's expectations is right for it; nil if a manifest can't know.
    package var expectation: String? {
        guard limit == nil, query != .filtered || status == Self.defaultStatus else { return nil }
        return query.rawValue
    }

    /// The reason for an export without rows, in words.
    package var emptyReason: String {
        switch query {
        case .numbers, .barcodes: "no ticket has a barcode"
        case .filtered: "no ticket is '\(status)'"
        case .all: "the table is empty"
        }
    }

    /// Says on standard error that there is nothing to export: before anything is made, and
    /// instead of it.
    package func sayEmpty() {
        let text = "membudget-worker: nothing to export: \(emptyReason); no file is written\n"
        // Who closed standard error doesn't want to know.
        _ = try? writeAll(text, to: 2, path: "standard error")
    }

    /// What was found in an export, and what is right for it.
    ///
    /// - Parameters:
    ///   - found: The digest of the rows in the artefact.
    ///   - expected: Digests the selected rows of the input; asked only if no manifest can know.
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

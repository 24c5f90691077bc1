/// A SELECT in the SQL that SQLite and PostgreSQL share, and the values of its parameters.
///
/// The parameters are `$1`, `$2`, …, each used once and in order. SQLite numbers them in the same
/// order, although it reads them as names.
///
/// ```swift
/// let select = TicketSelection(query: .filtered).select(.page(offset: 0, count: 100))
/// print(select.sql)     // SELECT id, … WHERE status = $1 ORDER BY id LIMIT $2 OFFSET $3
/// print(select.values)  // "valid", 100, 0
/// ```
package struct TicketSelect: Hashable, Sendable {
    /// A parameter's value.
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int)
    }

    private enum Piece: Hashable, Sendable {
        case sql(String)
        case value(Value)
    }

    private var pieces: [Piece] = []

    /// The SQL text, with parameters.
    package var sql: String {
        var number = 0
        return text { _ in
            number += 1
            return "$\(number)"
        }
    }

    /// The parameters' values, in order.
    package var values: [Value] {
        pieces.compactMap { piece in
            if case .value(let value) = piece { value } else { nil }
        }
    }

    /// The SQL text with values as literals, for COPY, which takes no parameters.
    package var literalSQL: String {
        text { value in
            switch value {
            case .integer(let number): "\(number)"
            case .text(let text): Self.literal(text)
            }
        }
    }

    // Swift treats a quote with a combining mark as one other character, but to SQL it ends a
    // literal.
    private static func literal(_ text: String) -> String {
        "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    }

    private func text(_ written: (Value) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .sql(let sql): sql
            case .value(let value): written(value)
            }
        }.joined()
    }

    fileprivate mutating func append(_ sql: String, value: Value? = nil) {
        pieces.append(.sql(sql))
        if let value { pieces.append(.value(value)) }
    }
}

extension TicketSelection {
    /// The part of the selection that one SELECT returns.
    package enum Portion: Hashable, Sendable {
        /// Everything, up to the limit.
        case whole
        /// The first `count` tickets with `fromID` or a higher id. The id follows the query's
        /// columns as the last one. The selection's limit is left to the caller.
        case batch(fromID: Int, count: Int)
        /// The `count` selected tickets after the first `offset`. The selection's limit is left to
        /// the caller.
        case page(offset: Int, count: Int)
    }

    /// Returns the SELECT for a portion, ordered by id; portions of one kind share one text.
    package func select(_ portion: Portion) -> TicketSelect {
        var select = TicketSelect()
        var columns = query.columns.map(\.rawValue)
        if case .batch = portion { columns.append(Ticket.Column.id.rawValue) }
        select.append("SELECT \(columns.joined(separator: ", ")) FROM \(Ticket.table)")
        switch query {
        case .numbers, .barcodes: select.append(" WHERE barcode IS NOT NULL")
        case .filtered: select.append(" WHERE status = ", value: .text(status))
        case .all: break
        }
        if case .batch(let id, _) = portion {
            select.append(query == .all ? " WHERE id >= " : " AND id >= ", value: .integer(id))
        }
        select.append(" ORDER BY id")
        switch portion {
        case .whole:
            if let limit { select.append(" LIMIT ", value: .integer(limit)) }
        case .batch(_, let count):
            select.append(" LIMIT ", value: .integer(count))
        case .page(let offset, let count):
            select.append(" LIMIT ", value: .integer(count))
            select.append(" OFFSET ", value: .integer(offset))
        }
        return select
    }

    /// Returns the number of rows that the next batch or page may have under the limit.
    package func rowCount(of batchRowCount: Int, after exportedCount: Int) -> Int {
        min(batchRowCount, limit.map { $0 - exportedCount } ?? batchRowCount)
    }
}

/// A SELECT in the SQL that SQLite and PostgreSQL share, and the values of its parameters.
///
/// The parameters are `$1`, `$2`, …, each used once and in order, which SQLite takes as names and
/// numbers the same.
package struct TicketSelect: Hashable, Sendable {
    /// The value of a parameter.
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int)
    }

    private enum Piece: Hashable, Sendable {
        case sql(String)
        case value(Value)
    }

    private var pieces: [Piece] = []

    /// The text, with parameters.
    package var sql: String {
        var number = 0
        return text { _ in
            number += 1
            return "$\(number)"
        }
    }

    /// What the parameters stand for, in their order.
    package var values: [Value] {
        pieces.compactMap { piece in
            if case .value(let value) = piece { value } else { nil }
        }
    }

    /// The text with its values as literals, for COPY, which takes no parameters.
    package var literalSQL: String {
        text { value in
            switch value {
            case .integer(let number): "\(number)"
            case .text(let text): Self.literal(text)
            }
        }
    }

    /// A quote with a mark on it is another character, and still ends a literal.
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
    /// Which part of the selection one SELECT gives.
    package enum Portion: Hashable, Sendable {
        /// Everything, up to the limit.
        case whole
        /// The first so many tickets from an id on. The id is also the row's last column, behind
        /// those of the query. The caller sees to the limit.
        case batch(fromID: Int, count: Int)
        /// So many of the selected tickets, behind the first so many. The caller sees to the limit.
        case page(offset: Int, count: Int)
    }

    /// The SELECT for a portion, ordered by id; equal kinds of portion have equal texts.
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

    /// How many rows the next batch or page may have.
    package func rowCount(of batchRowCount: Int, after exportedCount: Int) -> Int {
        min(batchRowCount, limit.map { $0 - exportedCount } ?? batchRowCount)
    }
}

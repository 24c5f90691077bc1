/// The type of a field's text, which also decides how it is stored.
enum FieldType: UInt8, Sendable {
    /// Any text.
    case text = 0x74
    /// A whole number of up to 18 digits.
    case integer = 0x69
    /// `YYYYMMDD`, stored as that number.
    case date = 0x64
    /// A decimal with up to three places, stored as a real; in memory a number of thousandths.
    case decimal = 0x6E
    /// `Y` or `N`, stored as 1 or 0.
    case flag = 0x62

    /// The type in the table's SQL.
    var sqlName: String {
        switch self {
        case .text: "TEXT"
        case .decimal: "REAL"
        case .integer, .date, .flag: "INTEGER"
        }
    }
}

/// A named field of a record, a value of a tuple, or a column of a table.
struct Column: Hashable, Sendable {
    let name: String
    let type: FieldType
    /// Whether a record without the field is rejected.
    let isRequired: Bool

    /// Parses `hotel i!`: a name, the type's letter, and `!` if it is required.
    init(_ text: Substring) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let letter = parts[1].utf8.first,
            let type = FieldType(rawValue: letter)
        else { preconditionFailure("'\(text)' is not a name and a type") }
        self.name = String(parts[0])
        self.type = type
        isRequired = parts[1].hasSuffix("!")
    }

    /// Parses a comma-separated list.
    static func list(_ text: String) -> [Column] {
        text.split(whereSeparator: { $0 == "," || $0.isNewline })
            .filter { $0.contains { $0 != " " } }.map { Column($0) }
    }
}

/// A column's name, compared by its bytes, as in SQLite.
///
/// Swift's strings are equal if they look the same, such as an accented letter and a letter with a
/// combining accent.
struct ColumnName: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (one: ColumnName, other: ColumnName) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// The name in lower case, of ASCII letters only, like SQLite's.
    var folded: ColumnName {
        ColumnName(
            String(
                decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self))
    }
}

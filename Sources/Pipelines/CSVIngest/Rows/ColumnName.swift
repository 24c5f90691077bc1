/// A column's name as SQLite tells it from others: by its bytes.
///
/// To Swift two texts are equal that only look the same, such as an accent within its letter and one
/// behind it.
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

    /// The name in small letters, as far as SQLite knows them: those of ASCII.
    var folded: ColumnName {
        ColumnName(
            String(
                decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self))
    }
}

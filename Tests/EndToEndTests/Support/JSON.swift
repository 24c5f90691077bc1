import Foundation

/// A JSON value, read independently of the types that wrote it.
struct JSON {
    private let value: Any?

    /// Parses a text; invalid JSON gives a missing value.
    init(_ text: String) {
        value = try? JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
    }

    private init(value: Any?) {
        self.value = value
    }

    /// A member of an object; a missing value if there is none.
    subscript(_ key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }

    /// The elements of an array; empty for other values.
    var elements: [JSON] { (value as? [Any] ?? []).map(JSON.init(value:)) }

    /// The keys of an object; empty for other values.
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

    var text: String? { value as? String }
    var integer: Int? { (value as? NSNumber)?.intValue }
    var number: Double? { (value as? NSNumber)?.doubleValue }
    var bool: Bool? { value as? Bool }
    var isMissing: Bool { value == nil || value is NSNull }

    /// Parses a text with one value per line.
    static func lines(_ text: String) -> [JSON] {
        text.split(separator: "\n").map { JSON(String($0)) }
    }
}

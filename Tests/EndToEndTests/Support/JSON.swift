import Foundation

/// A JSON value, read without the types that wrote it.
struct JSON {
    private let value: Any?

    /// Reads a text; what is no JSON is missing.
    init(_ text: String) {
        value = try? JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
    }

    private init(value: Any?) {
        self.value = value
    }

    /// A member of an object; missing if it isn't there.
    subscript(_ key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }

    /// The elements of an array; none if it is no array.
    var elements: [JSON] { (value as? [Any] ?? []).map(JSON.init(value:)) }

    /// The keys of an object; none if it is no object.
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

    var text: String? { value as? String }
    var integer: Int? { (value as? NSNumber)?.intValue }
    var number: Double? { (value as? NSNumber)?.doubleValue }
    var bool: Bool? { value as? Bool }
    var isMissing: Bool { value == nil || value is NSNull }

    /// A text with a value on each line.
    static func lines(_ text: String) -> [JSON] {
        text.split(separator: "\n").map { JSON(String($0)) }
    }
}

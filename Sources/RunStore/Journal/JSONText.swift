internal import Files
internal import FoundationEssentials
internal import MemoryBudget

/// The JSON format of all stored files: sorted keys, full precision, unescaped slashes, and
/// invisible characters as escapes.
package enum JSONText {
    /// Returns the text in several lines, for people and diffs, ending with a newline.
    package static func pretty(_ value: some Encodable) throws -> [UInt8] {
        try encode(value, formatting: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// Returns the text in one line, for journals, ending with a newline.
    static func line(_ value: some Encodable) throws -> [UInt8] {
        try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes])
    }

    /// Returns the text of a file in several lines; the name is for errors.
    static func file(_ value: some Encodable, named name: String) throws(RunStoreError) -> [UInt8] {
        do {
            return try pretty(value)
        } catch {
            throw RunStoreError(
                .writeFailed, path: name, reason: "it cannot be encoded: \(error)")
        }
    }

    /// Returns the text of a file in one line, for large files that only programs read.
    static func compactFile(
        _ value: some Encodable, named name: String
    ) throws(RunStoreError) -> [UInt8] {
        do {
            return try line(value)
        } catch {
            throw RunStoreError(
                .writeFailed, path: name, reason: "it cannot be encoded: \(error)")
        }
    }

    /// Decodes JSON from an untrusted source; text beyond the limits is refused without decoding.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Sequence<UInt8>)
        throws -> Value
    {
        let bytes = Array(bytes)
        try JSONBounds.check(bytes)
        return try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// Returns whether a short text has the keys of a value, whatever its figures are.
    static func has<Value: Decodable>(_ type: Value.Type, in bytes: some Sequence<UInt8>) -> Bool {
        (try? JSONDecoder().decode(type, from: Data(bytes))) != nil
    }

    private static func encode(
        _ value: some Encodable, formatting: JSONEncoder.OutputFormatting
    ) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return try visibleJSON([UInt8](encoder.encode(value))) + [UInt8(ascii: "\n")]
    }

    /// Returns the problem of a file in words that name the key: `'scenarios[0].cells' is missing`.
    static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, let context):
            return "'\(path(context.codingPath + [key]))' is missing"
        case .valueNotFound(_, let context):
            return "'\(path(context.codingPath))' is null"
        case .typeMismatch(let type, let context):
            return "'\(path(context.codingPath))' is not \(name(of: type))"
        case .dataCorrupted(let context):
            guard !context.codingPath.isEmpty else { return "it is not JSON" }
            return "'\(path(context.codingPath))' has an unknown value"
        @unknown default:
            return "\(error)"
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any RandomAccessCollection.Type: "an array"
        default: "an object"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let text = keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
        return String(text.joined().drop { $0 == "." })
    }
}

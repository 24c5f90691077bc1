import Foundation
package import MemoryBudget

/// A type whose values are stored, with its declared and its written keys.
package struct StoredType: Sendable {
    /// The type's name.
    package let name: String
    /// Every declared key, sorted.
    package let declared: [String]
    /// The keys that are written for a value whose optional properties are all `nil`, sorted.
    package let written: [String]

    /// Encodes a value without any optional property.
    package init<Value: Codable>(_ value: Value, _ keys: (some StoredKey).Type) throws {
        name = "\(Value.self)"
        declared = keys.allCases.map(\.stringValue).sorted()
        written = try Self.object(try Self.bare(value)).keys.sorted()
    }

    private static func bare<Value: Codable>(_ value: Value) throws -> Value {
        let whole = try object(value)
        let required = whole.filter { key, _ in
            (try? Self.value(Value.self, of: whole.filter { $0.key != key })) == nil
        }
        return try self.value(Value.self, of: required)
    }

    private static func object(_ value: some Encodable) throws -> [String: Any] {
        let data = try JSONEncoder().encode(value)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    private static func value<Value: Decodable>(
        _ type: Value.Type, of object: [String: Any]
    ) throws -> Value {
        let data = try JSONSerialization.data(withJSONObject: object)
        return try JSONDecoder().decode(type, from: data)
    }

    /// Returns the number of types in a target's sources that declare stored keys.
    package static func count(in target: String) throws -> Int {
        try sources(of: target).reduce(0) { count, text in
            count + text.components(separatedBy: "enum CodingKeys: String, StoredKey").count - 1
        }
    }

    /// Returns the encodable types of a target that may omit a key: they have optional properties,
    /// but no stored keys.
    package static func leavingOutKeys(in target: String) throws -> [String] {
        let declaration = #/\n( *)(package )?struct (\w+)[^{\n]*Codable[^{\n]*\{/#
        let optional = #/\n +package (private\(set\) )?(var|let) \w+: [^{\n]+\?( = nil)?\n/#
        return try sources(of: target).flatMap { text in
            text.matches(of: declaration).compactMap { match in
                let rest = text[match.range.upperBound...]
                let end = rest.firstRange(of: "\n\(match.1)}\n")?.lowerBound ?? rest.endIndex
                let body = rest[..<end]
                return body.contains(optional) && !body.contains("StoredKey")
                    ? String(match.3) : nil
            }
        }
    }

    private static func sources(of target: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/\(target)").standardizedFileURL
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }
}

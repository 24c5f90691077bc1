/// A key of a stored format in which every key is written, with `null` for unknown values.
///
/// Synthesized encoding leaves out the keys of `nil` values. A reader that expects every documented
/// key would then fail on exactly the trials that went wrong. A type whose `CodingKeys` are stored
/// keys writes `null` instead, and reads both.
package protocol StoredKey: CodingKey, CaseIterable {}

// Synthesized encoding calls `encodeIfPresent` for optionals. The standard library overloads it for
// each of these types, and prefers those overloads to a generic one, so each is replaced here.
extension KeyedEncodingContainer where Key: StoredKey {
    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: Int128?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    /// Writes a value, or `null`.
    package mutating func encodeIfPresent(_ value: UInt128?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }
}

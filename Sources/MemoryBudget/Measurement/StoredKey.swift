/// A key of a stored format: every value writes all of its keys, `null` for what is not known.
///
/// Synthesized encoding leaves out what is nil, and a reader that indexes a key of the contract then
/// fails on exactly the trials that went wrong. A type whose `CodingKeys` are stored keys writes
/// `null` instead; reading takes both.
package protocol StoredKey: CodingKey, CaseIterable {}

// Synthesized encoding calls `encodeIfPresent` for an optional. The standard library has an overload
// for each of these types, which a generic one alone would lose against: the key would be left out.
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

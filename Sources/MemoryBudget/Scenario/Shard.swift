/// One of the equal parts into which a run is split, so that several machines can share it.
///
/// ```swift
/// let shard = try Shard(parsing: "2/3")
/// print(shard.measures(0), shard.measures(1))  // false true
/// ```
///
/// Written as `2/3`: the second of three. All scales and trials of a variant belong to the same
/// shard, because decisions about a variant depend on its smaller scales.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
    /// The 1-based index of the shard.
    package let index: Int
    /// The number of shards.
    package let count: Int

    /// The maximum number of shards.
    package static let countMaximum = 10_000

    /// Creates a shard; `nil` unless `1 ≤ index ≤ count`.
    package init?(index: Int, count: Int) {
        guard (1...Self.countMaximum).contains(count), (1...count).contains(index) else {
            return nil
        }
        self.index = index
        self.count = count
    }

    /// Parses a shard such as `2/3`.
    package init(parsing text: String) throws(QuantityError) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        let isOfNumbers = words.count == 2 && words.allSatisfy(Self.isNumber)
        let parts = words.map { Int($0) }
        if isOfNumbers, parts[1].map({ $0 > Self.countMaximum }) ?? true {
            throw QuantityError(
                "'\(text)' is too many shards; the maximum is \(Self.countMaximum)", proposal: nil)
        }
        guard parts.count == 2, let index = parts[0], let count = parts[1],
            (1...Self.countMaximum).contains(count)
        else {
            throw QuantityError("'\(text)' is not a shard", proposal: "1/3")
        }
        guard let shard = Shard(index: index, count: count) else {
            throw QuantityError(
                "'\(text)' is not a shard; use 1/\(count) to \(count)/\(count)",
                proposal: nil)
        }
        self = shard
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// The shard as it is written, such as `2/3`.
    package var description: String { "\(index)/\(count)" }

    /// Returns whether the shard measures the variant at a 0-based position of the run; shards take
    /// turns.
    package func measures(_ position: Int) -> Bool {
        position % count == index - 1
    }
}

extension Shard: Codable {
    private enum CodingKeys: String, CodingKey {
        case index, count
    }

    /// Decodes a shard, refusing invalid ones.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let index = try keys.decode(Int.self, forKey: .index)
        guard let shard = Shard(index: index, count: try keys.decode(Int.self, forKey: .count))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .index, in: keys, debugDescription: "not a valid shard")
        }
        self = shard
    }
}

/// One of the equal parts that a run is split into, so that several machines can share it.
///
/// Written `2/3`: the second of three. Whole variants go to a shard, every scale and trial of them:
/// what decides over a variant's trials, its own smaller scales, is then always beside it.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
    /// Which one, from 1.
    package let index: Int
    /// How many there are.
    package let count: Int

    /// More than anyone has machines for.
    package static let countMaximum = 10_000

    /// Makes a shard; nil unless `1 ≤ index ≤ count`.
    package init?(index: Int, count: Int) {
        guard (1...Self.countMaximum).contains(count), (1...count).contains(index) else {
            return nil
        }
        self.index = index
        self.count = count
    }

    /// Reads `2/3`.
    package init(parsing text: String) throws(QuantityError) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        let isOfNumbers = words.count == 2 && words.allSatisfy(Self.isNumber)
        let parts = words.map { Int($0) }
        if isOfNumbers, parts[1].map({ $0 > Self.countMaximum }) ?? true {
            throw QuantityError(
                "'\(text)' is too many shards; the most are \(Self.countMaximum)", proposal: nil)
        }
        guard parts.count == 2, let index = parts[0], let count = parts[1],
            (1...Self.countMaximum).contains(count)
        else {
            throw QuantityError("'\(text)' is not a shard", proposal: "1/3")
        }
        guard let shard = Shard(index: index, count: count) else {
            throw QuantityError(
                "'\(text)' is not a shard: of \(count) there are 1/\(count) to \(count)/\(count)",
                proposal: nil)
        }
        self = shard
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// As it is written, `2/3`.
    package var description: String { "\(index)/\(count)" }

    /// Whether it measures the variant at a position of the run, from 0: they are dealt out in turn.
    package func measures(_ position: Int) -> Bool {
        position % count == index - 1
    }
}

extension Shard: Codable {
    private enum CodingKeys: String, CodingKey {
        case index, count
    }

    /// Reads a stored shard; one that can't be is refused.
    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let index = try keys.decode(Int.self, forKey: .index)
        guard let shard = Shard(index: index, count: try keys.decode(Int.self, forKey: .count))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .index, in: keys, debugDescription: "no part of a run")
        }
        self = shard
    }
}

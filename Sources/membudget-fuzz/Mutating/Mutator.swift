import MemoryBudget

/// A generator of hostile inputs from good ones; the same seed and number give the same input.
struct Mutator {
    /// The maximum length of an input; longer ones are cut.
    private static let byteCountMaximum = 1 << 20

    private let seeds: [[UInt8]]
    private var random: SplitMix64

    /// - Parameters:
    ///   - seeds: Good inputs, at least one.
    ///   - number: The number of the input to generate.
    init(_ seeds: [[UInt8]], seed: UInt64, number: UInt64) {
        precondition(!seeds.isEmpty, "at least one good input is needed")
        self.seeds = seeds
        random = SplitMix64(seed: seed &+ number &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Returns the input.
    mutating func input() -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            (Self.mutations.randomElement(using: &random) ?? Self.flipBit)(&self, &bytes)
        }
        return Array(bytes.prefix(Self.byteCountMaximum))
    }

    private typealias Mutation = @Sendable (inout Mutator, inout [UInt8]) -> Void

    /// The mutations. Numbers and words are more frequent than bits, because most inputs are text.
    private static let mutations: [Mutation] = [
        flipBit, setByte, insertWord, replaceNumber, replaceNumber, replaceNumber, replaceText,
        removeRange, repeatRange, cut, splice, nest, exchangeLines, removeLine,
    ]

    // MARK: Bytes

    private static let flipBit: Mutation = { mutator, bytes in
        guard let index = bytes.indices.randomElement(using: &mutator.random) else { return }
        bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &mutator.random)
    }

    private static let setByte: Mutation = { mutator, bytes in
        guard let index = bytes.indices.randomElement(using: &mutator.random) else { return }
        bytes[index] = UInt8.random(in: 0...255, using: &mutator.random)
    }

    private static let removeRange: Mutation = { mutator, bytes in
        bytes.removeSubrange(mutator.range(in: bytes))
    }

    private static let repeatRange: Mutation = { mutator, bytes in
        let range = mutator.range(in: bytes)
        let copy = bytes[range]
        for _ in 0..<Int.random(in: 1...20, using: &mutator.random) {
            bytes.insert(contentsOf: copy, at: range.lowerBound)
        }
    }

    private static let cut: Mutation = { mutator, bytes in
        bytes.removeLast(Int.random(in: 0...bytes.count, using: &mutator.random))
    }

    /// Joins the start of one input to the end of another.
    private static let splice: Mutation = { mutator, bytes in
        let other = mutator.seeds.randomElement(using: &mutator.random) ?? []
        bytes =
            Array(bytes.prefix(mutator.place(in: bytes)))
            + other.dropFirst(mutator.place(in: other))
    }

    /// Returns a random range, more often a short one than a long one.
    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = place(in: bytes)
        let most = min(bytes.count - start, Bool.random(using: &random) ? 16 : 4096)
        return start..<start + Int.random(in: 0...most, using: &random)
    }

    private mutating func place(in bytes: [UInt8]) -> Int {
        Int.random(in: 0...bytes.count, using: &random)
    }

    // MARK: Text

    private static let insertWord: Mutation = { mutator, bytes in
        bytes.insert(contentsOf: mutator.word(of: Self.words), at: mutator.place(in: bytes))
    }

    private static let replaceNumber: Mutation = { mutator, bytes in
        let start = mutator.place(in: bytes)
        guard let first = bytes[start...].firstIndex(where: Self.isOfNumber) else { return }
        let end = bytes[first...].firstIndex { !Self.isOfNumber($0) } ?? bytes.count
        bytes.replaceSubrange(first..<end, with: mutator.word(of: Self.numbers))
    }

    /// Replaces the text between two quotes.
    private static let replaceText: Mutation = { mutator, bytes in
        let quote = UInt8(ascii: "\"")
        guard let first = bytes[mutator.place(in: bytes)...].firstIndex(of: quote),
            let end = bytes[(first + 1)...].firstIndex(of: quote)
        else { return }
        bytes.replaceSubrange(first + 1..<end, with: mutator.word(of: Self.words))
    }

    private static let nest: Mutation = { mutator, bytes in
        let open = ["[", "{\"a\":", "(", "- ", "<a>", "{"].randomElement(using: &mutator.random)
        let count = [1, 70, 600, 20_000].randomElement(using: &mutator.random) ?? 1
        let text = String(repeating: open ?? "[", count: count)
        bytes.insert(contentsOf: text.utf8, at: mutator.place(in: bytes))
    }

    private static let exchangeLines: Mutation = { mutator, bytes in
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let first = Int.random(in: lines.indices, using: &mutator.random)
        let second = Int.random(in: lines.indices, using: &mutator.random)
        lines.swapAt(first, second)
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static let removeLine: Mutation = { mutator, bytes in
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.remove(at: Int.random(in: lines.indices, using: &mutator.random))
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
    }

    private mutating func word(of list: [String]) -> [UInt8] {
        Array((list.randomElement(using: &random) ?? "").utf8)
    }

    private static let numbers = [
        "0", "-0", "-1", "1", "2", "1e308", "-1e308", "1e-308", "1e999", "NaN", "Infinity",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551615", "9007199254740992", "-9007199254740992", "9007199254740993",
        "4611686018427387904", "2147483648", "4294967296", "65536", "1e15", "1.5", "0.1", ".", "-",
        "00012", "123456789012345678901234567890",
    ]

    private static let words: [String] =
        numbers + [
            "", " ", "\n", "\r\n", "\r", "\t", "\0", "\u{FEFF}", "null", "true", "false", "[]",
            "{}",
            "\"", "\\", "\\u0000", "\\ud800", ",", ":", ";", "=", "&a *a", "<<: *a", "!!binary",
            "---", "::add-mask::x", "\u{1B}[31m", "\u{202E}", "\u{301}", "<script>", "|", "]]>",
            "&lt;", "../..", "/", "%s", "%0A", "{input}", "{here}", "--boundary--", "é", "👩‍👩‍👧",
            String(repeating: "x", count: 5_000),
        ]
}

/// A number of bytes, read and printed with binary units only.
///
/// ```swift
/// let size = try ByteCount(parsing: "64MiB")
/// print(size.bytes, size)  // 67108864 64.0 MiB
/// ```
package struct ByteCount: Hashable, Sendable, Comparable {
    /// The number of bytes; never negative when parsed.
    package var bytes: Int

    /// Creates a count from a number of bytes.
    package init(_ bytes: Int) {
        self.bytes = bytes
    }

    /// Creates a count from a whole number of mebibytes.
    package static func mebibytes(_ count: Int) -> ByteCount {
        ByteCount(count << 20)
    }

    /// Returns whether the left count is smaller.
    package static func < (left: ByteCount, right: ByteCount) -> Bool {
        left.bytes < right.bytes
    }

    /// The accepted units. Single letters are refused, because `512m` and `512M` are binary in some
    /// tools, decimal in others, and `m` can mean milli.
    private static let units = QuantityUnits(
        noun: "a size", example: "64MiB", names: "binary unit (KiB, MiB, GiB)",
        units: [
            .init(name: "MiB", factor: 0x1p20, synonyms: ["mib", "mi", "mebibytes"]),
            .init(name: "GiB", factor: 0x1p30, synonyms: ["gib", "gi", "gibibytes"]),
            .init(name: "KiB", factor: 0x1p10, synonyms: ["kib", "ki", "kibibytes"]),
            .init(name: "TiB", factor: 0x1p40, synonyms: ["tib", "ti", "tebibytes"]),
            .init(name: "PiB", factor: 0x1p50, synonyms: ["pib", "pi", "pebibytes"]),
            .init(name: "B", factor: 1, synonyms: ["byte", "bytes"]),
        ])

    /// Parses `64MiB`, `1.5GiB`, `512KiB` or `4096B`; also `64 mib`, and `64Mi` as in Kubernetes.
    ///
    /// Decimal units and single letters are refused, with the binary unit proposed: a budget that
    /// is 5 % off would give wrong verdicts.
    ///
    /// - Throws: `QuantityError` if the text is not a size.
    package init(parsing text: String) throws(QuantityError) {
        let size = try Self.units.reading(of: text, bare: Self.proposal)
        let bytes = size.value * size.unit.factor
        guard bytes <= Double(1 << 60) else {
            throw .tooLarge(text, largest: "1048576TiB")
        }
        self.init(Int(bytes.rounded()))
    }

    /// Returns the text to propose for a number without a unit: mebibytes for a small number, bytes
    /// for a large one.
    private static func proposal(number: String, value: Double) -> String? {
        let isBytes = value >= 0x1p20 && value <= 0x1p60 && value == value.rounded()
        return isBytes ? ByteCount(Int(value)).argument : "\(number)MiB"
    }
}

extension ByteCount: Codable {
    /// Decodes a number of bytes.
    package init(from decoder: any Decoder) throws {
        bytes = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Encodes the number of bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}

extension ByteCount: CustomStringConvertible {
    /// The count with one decimal and a binary unit, such as `31.4 MiB`, for display only.
    package var description: String {
        let magnitude = abs(Double(bytes))
        // A value that would print as 1024.0 of one unit prints as 1.0 of the next.
        for (suffix, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where magnitude >= Double(1 << shift) - 0.05 * Double(1 << (shift - 10)) {
            return "\(fixed(Double(bytes) / Double(1 << shift), 1)) \(suffix)"
        }
        return "\(bytes) B"
    }

    /// The shortest text that parses back to exactly this count, such as `64MiB`, for files and
    /// commands.
    package var argument: String {
        for (suffix, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(suffix)"
        }
        return "\(bytes)B"
    }
}

/// An error for a quantity that could not be read, with a proposal if one can be guessed.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problem, quoting the text.
    package let message: String
    /// A similar text that would be accepted, or `nil` if none can be guessed.
    package let proposal: String?

    init(_ message: String, proposal: String?) {
        self.message = message
        self.proposal = proposal
    }

    /// The message, and the proposal if there is one.
    package var description: String {
        guard let proposal else { return message }
        return "\(message); did you mean '\(proposal)'?"
    }
}

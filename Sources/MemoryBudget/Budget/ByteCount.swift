/// A number of bytes, with binary units only.
package struct ByteCount: Hashable, Sendable, Comparable {
    /// The count, in bytes; never negative when parsed.
    package var bytes: Int

    /// Makes a count from bytes.
    package init(_ bytes: Int) {
        self.bytes = bytes
    }

    /// Makes a count from whole mebibytes.
    package static func mebibytes(_ count: Int) -> ByteCount {
        ByteCount(count << 20)
    }

    /// Whether the left count is smaller.
    package static func < (left: ByteCount, right: ByteCount) -> Bool {
        left.bytes < right.bytes
    }

    /// A single letter is refused: `512m` and `512M` are binary here, decimal there, and milli elsewhere.
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

    /// Reads `64MiB`, `1.5GiB`, `512KiB` or `4096B`; also `64 mib`, and `64Mi` as Kubernetes writes it.
    ///
    /// Decimal units and single letters are refused, with the binary unit proposed: a budget that is
    /// 5 % off is wrong.
    package init(parsing text: String) throws(QuantityError) {
        let size = try Self.units.reading(of: text, bare: Self.proposal)
        let bytes = size.value * size.unit.factor
        guard bytes <= Double(1 << 60) else {
            throw .tooLarge(text, largest: "1048576TiB")
        }
        self.init(Int(bytes.rounded()))
    }

    /// A large number without a unit is most likely one of bytes, a small one of mebibytes.
    private static func proposal(number: String, value: Double) -> String? {
        let isBytes = value >= 0x1p20 && value <= 0x1p60 && value == value.rounded()
        return isBytes ? ByteCount(Int(value)).argument : "\(number)MiB"
    }
}

extension ByteCount: Codable {
    /// Reads a stored number of bytes.
    package init(from decoder: any Decoder) throws {
        bytes = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Stores the number of bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}

extension ByteCount: CustomStringConvertible {
    /// One decimal and a binary unit, `31.4 MiB`: for people; stored values stay in bytes.
    package var description: String {
        let magnitude = abs(Double(bytes))
        // What would be printed as 1024.0 of one unit is 1.0 of the next.
        for (suffix, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where magnitude >= Double(1 << shift) - 0.05 * Double(1 << (shift - 10)) {
            return "\(fixed(Double(bytes) / Double(1 << shift), 1)) \(suffix)"
        }
        return "\(bytes) B"
    }

    /// The shortest text that parses back to exactly this count, `64MiB`: for files and commands.
    package var argument: String {
        for (suffix, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(suffix)"
        }
        return "\(bytes)B"
    }
}

/// Why a quantity could not be read, and what may have been meant.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, naming the text.
    package let message: String
    /// Text that would be accepted, if one can be guessed.
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

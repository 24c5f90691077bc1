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

    private static let units: [(suffix: String, shift: Int)] = [
        ("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("B", 0),
    ]

    /// Reads `64MiB`, `1.5GiB`, `512KiB` or `4096B`.
    ///
    /// Decimal units are refused, with the binary one proposed: a budget that is 5 % off is wrong.
    package init(parsing text: String) throws(QuantityError) {
        let (number, suffix) = splitQuantity(text)
        guard let value = Double(number), value >= 0 else {
            throw QuantityError("'\(text)' is not a size", proposal: "64MiB")
        }
        guard let unit = Self.units.first(where: { $0.suffix == suffix }) else {
            throw QuantityError(
                "'\(text)' has no binary unit (KiB, MiB, GiB)",
                proposal: number + Self.nearestUnit(to: suffix))
        }
        let bytes = value * Double(1 << unit.shift)
        guard bytes <= Double(1 << 60) else {
            throw .tooLarge(text, largest: "1048576TiB")
        }
        self.init(Int(bytes.rounded()))
    }

    private static func nearestUnit(to suffix: String) -> String {
        switch suffix.first?.lowercased() {
        case "k": "KiB"
        case "g": "GiB"
        case "t": "TiB"
        case "b": "B"
        default: "MiB"
        }
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

/// Splits `64MiB` into its number and its suffix; blanks around both are dropped.
func splitQuantity(_ text: String) -> (number: String, suffix: String) {
    let trimmed = text.drop { $0 == " " }
    let number = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
    let suffix = trimmed.dropFirst(number.count).filter { $0 != " " }
    return (number.filter { $0 != "_" }, String(suffix))
}

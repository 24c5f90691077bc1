/// Text of others as it can be read whole: what would be hidden in it is shown as an escape, such as
/// `\n` or `\u{202E}`, and everything else stays.
package enum VisibleText {
    /// The most scalars of a text; a longer one ends in `…`.
    package static let scalarCountMaximum = 16_384

    /// The text in one line, cut if it is very long.
    package static func line(_ text: String) -> String {
        guard text.utf8.contains(where: { !isPlain($0) }) || isLong(text) else { return text }
        let scalars = text.unicodeScalars.prefix(scalarCountMaximum)
        let end = scalars.endIndex < text.unicodeScalars.endIndex ? "…" : ""
        return shown(scalars) { _ in false } + end
    }

    /// The text with its line ends and tabs; CR LF is one line end.
    package static func lines(_ text: String) -> String {
        guard text.utf8.contains(where: { !isPlain($0) && $0 != UInt8(ascii: "\n") }) else {
            return text
        }
        return shown(text.unicodeScalars[...]) { $0 == "\n" || $0 == "\t" }
    }

    /// True if something in a text has to be shown as an escape to be seen.
    package static func isHidden(in text: String) -> Bool {
        var sight = ScalarSight()
        return text.unicodeScalars.contains { sight.hides($0) }
    }

    /// A scalar that can't be seen as it is.
    package static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    private static func shown(
        _ scalars: Substring.UnicodeScalarView, keeping isKept: (Unicode.Scalar) -> Bool
    ) -> String {
        var result = String.UnicodeScalarView()
        var sight = ScalarSight()
        var rest = scalars
        while let scalar = rest.popFirst() {
            let isHidden = sight.hides(scalar)
            // Nothing is lost: both are one line end.
            if scalar == "\r", rest.first == "\n", isKept("\n") { continue }
            if isHidden, !isKept(scalar) {
                result.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Most text is plain ASCII, and is not looked at any closer.
    private static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

    private static func isLong(_ text: String) -> Bool { text.utf8.count > scalarCountMaximum }
}

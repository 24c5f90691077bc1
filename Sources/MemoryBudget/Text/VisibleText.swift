/// Escaping of invisible characters, which are shown as `\n` or `\u{202E}`; all other text is
/// unchanged.
package enum VisibleText {
    /// The maximum length in scalars; a longer text is cut and ends in `…`.
    package static let scalarCountMaximum = 16_384

    /// Returns the text on one line, cut if it is very long.
    package static func line(_ text: String) -> String {
        guard text.utf8.contains(where: { !isPlain($0) }) || isLong(text) else { return text }
        let scalars = text.unicodeScalars.prefix(scalarCountMaximum)
        let end = scalars.endIndex < text.unicodeScalars.endIndex ? "…" : ""
        return shown(scalars) { _ in false } + end
    }

    /// Returns the text with its line ends and tabs; CR LF becomes one line end.
    package static func lines(_ text: String) -> String {
        guard text.utf8.contains(where: { !isPlain($0) && $0 != UInt8(ascii: "\n") }) else {
            return text
        }
        return shown(text.unicodeScalars[...]) { $0 == "\n" || $0 == "\t" }
    }

    /// Returns whether a text contains invisible characters.
    package static func isHidden(in text: String) -> Bool {
        var sight = ScalarSight()
        return text.unicodeScalars.contains { sight.hides($0) }
    }

    /// Returns the escape of an invisible scalar.
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
            // CR LF and LF are both one line end, so nothing is lost.
            if scalar == "\r", rest.first == "\n", isKept("\n") { continue }
            if isHidden, !isKept(scalar) {
                result.append(contentsOf: escape(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    // Most text is plain ASCII, which needs no further check.
    private static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

    private static func isLong(_ text: String) -> Bool { text.utf8.count > scalarCountMaximum }
}

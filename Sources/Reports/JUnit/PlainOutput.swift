/// Terminal output converted to plain text for a file.
enum PlainOutput {
    /// Removes colours, cursor movements and other escape sequences, and all control characters
    /// except tabs and line ends. A lone carriage return, as in progress bars, ends a line.
    static func text(_ printed: String) -> String {
        var scalars = Substring(printed).unicodeScalars
        var text = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": skipEscape(&scalars)
            case "\u{9B}": skipParameters(&scalars)
            case "\u{9D}": skipString(&scalars)
            case "\r": if scalars.first != "\n" { text.append("\n") }
            case "\n", "\t": text.append(scalar)
            case _ where scalar.properties.generalCategory == .control: break
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// Returns the end of a text, at most this many bytes; cut between characters.
    static func tail(_ text: String, byteCountMaximum: Int) -> String {
        var byteCount = 0
        let kept = text.unicodeScalars.reversed().prefix { scalar in
            byteCount += UTF8.width(scalar)
            return byteCount <= byteCountMaximum
        }
        return String(String.UnicodeScalarView(kept.reversed()))
    }

    /// Skips the rest of an escape: a sequence with parameters, a string with its terminator, or a
    /// short escape of intermediate bytes and a final one.
    private static func skipEscape(_ scalars: inout Substring.UnicodeScalarView) {
        switch scalars.first {
        case "[":
            scalars.removeFirst()
            skipParameters(&scalars)
        case "]", "P", "X", "^", "_":
            scalars.removeFirst()
            skipString(&scalars)
        default:
            while let next = scalars.first, (0x20...0x2F).contains(next.value) {
                scalars.removeFirst()
            }
            if let last = scalars.first, (0x30...0x7E).contains(last.value) {
                scalars.removeFirst()
            }
        }
    }

    /// Skips parameters, intermediate bytes and the final byte; anything else is kept.
    private static func skipParameters(_ scalars: inout Substring.UnicodeScalarView) {
        while let next = scalars.first, (0x20...0x3F).contains(next.value) {
            scalars.removeFirst()
        }
        if let last = scalars.first, (0x40...0x7E).contains(last.value) { scalars.removeFirst() }
    }

    /// Skips a title or link up to BEL or ST, or to the end of the line.
    private static func skipString(_ scalars: inout Substring.UnicodeScalarView) {
        while let next = scalars.first, next != "\n" {
            scalars.removeFirst()
            if next == "\u{7}" || next == "\u{9C}" { return }
            if next == "\u{1B}" {
                if scalars.first == "\\" { scalars.removeFirst() }
                return
            }
        }
    }
}

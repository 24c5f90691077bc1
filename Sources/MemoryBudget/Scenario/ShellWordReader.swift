/// A parser that splits a line into words as a shell does, without running one.
///
/// ```swift
/// let words = try ShellWordReader.words(of: "sort -k 2 'my file.txt'")
/// print(words.count)  // 4
/// ```
///
/// It understands quotes, backslashes and `$'…'`. Anything that needs a shell, such as a pipe, is
/// refused, because passing it as an argument would measure the wrong thing.
package struct ShellWordReader {
    private var rest: Substring.UnicodeScalarView
    private let line: String

    /// An error in a line that can't be split.
    package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        /// The problem, without its position.
        package let message: String
        /// The 1-based position of the problem, in characters.
        package let column: Int
        /// The position and the problem.
        package var description: String { "character \(column): \(message)" }
    }

    private init(_ line: String) {
        self.line = line
        rest = line[...].unicodeScalars
    }

    /// Returns the words of a line.
    ///
    /// - Throws: ``Mistake`` for an unclosed quote, or for anything that needs a shell.
    package static func words(of line: String) throws(Mistake) -> [String] {
        var reader = ShellWordReader(line)
        var words: [String] = []
        while let word = try reader.next() { words.append(word) }
        return words
    }

    /// Returns the next word; `nil` at the end of the line.
    private mutating func next() throws(Mistake) -> String? {
        rest = rest.drop(while: Self.isBlank)
        guard let first = rest.first else { return nil }
        if first == "~" { throw needsShell("~", at: rest.startIndex) }
        var word = String.UnicodeScalarView()
        while let scalar = rest.first, !Self.isBlank(scalar) {
            let start = rest.startIndex
            rest.removeFirst()
            switch scalar {
            case "'": word += try singleQuoted(from: start)
            case "\"": word += try doubleQuoted(from: start)
            case "$" where rest.first == "'":
                rest.removeFirst()
                word += try escapedQuoted(from: start)
            case "\\":
                guard let escaped = rest.popFirst() else {
                    throw mistake("a backslash ends the line", at: start)
                }
                if escaped != "\n" { word.append(escaped) }
            case _ where Self.isForShell(scalar): throw needsShell(scalar, at: start)
            default: word.append(scalar)
            }
        }
        return String(word)
    }

    private mutating func singleQuoted(
        from start: String.Index
    ) throws(Mistake) -> Substring.UnicodeScalarView {
        guard let end = rest.firstIndex(of: "'") else { throw unclosed("'", at: start) }
        defer { rest = rest[rest.index(after: end)...] }
        return rest[..<end]
    }

    private mutating func doubleQuoted(
        from start: String.Index
    ) throws(Mistake) -> String.UnicodeScalarView {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return text
            case "\\" where rest.first.map { "\"\\$`".unicodeScalars.contains($0) } ?? false:
                if let escaped = rest.popFirst() { text.append(escaped) }
            case "$", "`":
                throw needsShell(scalar, at: line.unicodeScalars.index(before: rest.startIndex))
            default: text.append(scalar)
            }
        }
        throw unclosed("\"", at: start)
    }

    /// Returns the content of `$'…'`, which `shellWords` writes for invisible characters.
    private mutating func escapedQuoted(
        from start: String.Index
    ) throws(Mistake) -> String.UnicodeScalarView {
        var bytes: [UInt8] = []
        while let scalar = rest.popFirst() {
            if scalar == "'" { return String(decoding: bytes, as: UTF8.self).unicodeScalars }
            guard scalar == "\\", let escaped = rest.popFirst() else {
                bytes += String(scalar).utf8
                continue
            }
            switch escaped {
            case "n": bytes.append(10)
            case "r": bytes.append(13)
            case "t": bytes.append(9)
            case "x":
                let digits = rest.prefix(2)
                guard let byte = UInt8(String(digits), radix: 16), digits.count == 2 else {
                    throw mistake(#"\x takes two digits, as in \x1b"#, at: rest.startIndex)
                }
                rest = rest.dropFirst(2)
                bytes.append(byte)
            default: bytes += String(escaped).utf8
            }
        }
        throw unclosed("'", at: start)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n"
    }

    private static func isForShell(_ scalar: Unicode.Scalar) -> Bool {
        "|&;<>()$`".unicodeScalars.contains(scalar)
    }

    private func needsShell(_ scalar: Unicode.Scalar, at index: String.Index) -> Mistake {
        mistake(
            "'\(scalar)' needs a shell, but none is used; quote it, or run sh -c '…'", at: index)
    }

    private func unclosed(_ quote: String, at index: String.Index) -> Mistake {
        mistake("the quote \(quote) is not closed", at: index)
    }

    private func mistake(_ message: String, at index: String.Index) -> Mistake {
        Mistake(
            message: message,
            column: line.unicodeScalars.distance(from: line.startIndex, to: index) + 1)
    }
}

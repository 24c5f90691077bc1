/// A scanner that separates code from comments and the text of literals, in Swift and C.
///
/// It supports nested comments, multi-line and raw strings, and code in interpolations, but not
/// Swift's bare regular expressions.
struct CodeScanner {
    /// The kind of text that a byte belongs to.
    private enum Kind {
        case code
        /// Comments and the contents of literals.
        case text
        /// Quotes and escape sequences.
        case mark
    }

    /// A construct that the scanner is inside of; the last one is the innermost.
    private enum Context: Equatable {
        case code
        /// Code inside an interpolation, with the number of its open parentheses.
        case interpolation(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let newline = UInt8(ascii: "\n")
    private let source: [UInt8]
    private let isSwift: Bool
    /// The bytes that are kept; all others are replaced by spaces.
    private let kept: Kind
    private var position = 0
    private var output: [UInt8] = []
    private var contexts: [Context] = [.code]

    /// Returns the text of `file` with everything but code replaced by spaces; lines stay the same.
    static func code(of file: SourceFile) -> String {
        text(of: file, keeping: .code)
    }

    /// Returns the comments and literals of `file`, with everything else replaced by spaces.
    static func words(of file: SourceFile) -> String {
        text(of: file, keeping: .text)
    }

    private static func text(of file: SourceFile, keeping kept: Kind) -> String {
        var scanner = CodeScanner(file, keeping: kept)
        scanner.run()
        return String(decoding: scanner.output, as: UTF8.self)
    }

    private init(_ file: SourceFile, keeping kept: Kind) {
        source = Array(file.text.utf8)
        isSwift = file.isSwift
        self.kept = kept
        output.reserveCapacity(source.count)
    }

    private mutating func run() {
        while position < source.count {
            if case .string(let hashes, let isMultiline) = contexts.last {
                scanString(hashes: hashes, isMultiline: isMultiline)
            } else {
                scanCode()
            }
        }
    }

    // MARK: Code

    private mutating func scanCode() {
        // Most bytes need no context, which is faster.
        let plain = countPlain { $0 >= UInt8(ascii: "0") || $0 == UInt8(ascii: " ") }
        if plain > 0 {
            take(plain, as: .code)
        } else if looksAt("//") {
            take(countPlain { $0 != newline }, as: .text)
        } else if looksAt("/*") {
            skipBlockComment()
        } else if startsString() {
            return
        } else if !isSwift && looksAt("'") {
            skipCharacter()
        } else {
            keepParentheses()
            take(as: .code)
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if looksAt("/*") && (isSwift || depth == 0) {
                depth += 1
                take(2, as: .mark)
            } else if looksAt("*/") {
                depth -= 1
                take(2, as: .mark)
            } else {
                take(as: .text)
            }
        } while depth > 0 && position < source.count
    }

    /// Enters a string if one begins here.
    private mutating func startsString() -> Bool {
        let hashes = isSwift ? count(of: UInt8(ascii: "#"), at: position) : 0
        let quote = position + hashes
        guard quote < source.count, source[quote] == UInt8(ascii: "\"") else { return false }
        let isMultiline = isSwift && count(of: UInt8(ascii: "\""), at: quote) >= 3
        take(hashes + (isMultiline ? 3 : 1), as: .mark)
        contexts.append(.string(hashes: hashes, isMultiline: isMultiline))
        return true
    }

    private mutating func skipCharacter() {
        take(as: .mark)
        while position < source.count, source[position] != UInt8(ascii: "'") {
            take(looksAt("\\") ? 2 : 1, as: .mark)
        }
        take(as: .mark)
    }

    /// Returns to the string when the parenthesis of an interpolation is closed.
    private mutating func keepParentheses() {
        guard case .interpolation(let open) = contexts.last else { return }
        if looksAt("(") {
            contexts[contexts.count - 1] = .interpolation(parentheses: open + 1)
        } else if looksAt(")") {
            if open == 0 {
                contexts.removeLast()
            } else {
                contexts[contexts.count - 1] = .interpolation(parentheses: open - 1)
            }
        }
    }

    // MARK: Strings

    private mutating func scanString(hashes: Int, isMultiline: Bool) {
        let plain = countPlain {
            $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") && $0 != newline
        }
        guard plain == 0 else { return take(plain, as: .text) }
        let mark = String(repeating: "#", count: hashes)
        let escape = "\\" + mark
        if isSwift && looksAt(escape + "(") {
            take(escape.utf8.count, as: .mark)
            take(as: .code)
            contexts.append(.interpolation(parentheses: 0))
        } else if looksAt(escape) {
            take(escape.utf8.count + 1, as: .mark)
        } else if looksAt((isMultiline ? "\"\"\"" : "\"") + mark) {
            take((isMultiline ? 3 : 1) + hashes, as: .mark)
            contexts.removeLast()
        } else if !isMultiline && looksAt("\n") {
            // An unclosed string is a compiler error; the rest of the file must not be skipped.
            contexts.removeLast()
        } else {
            take(as: .text)
        }
    }

    // MARK: Steps

    private func looksAt(_ text: String) -> Bool {
        source[position...].starts(with: text.utf8)
    }

    /// Returns the number of bytes from here that satisfy a condition.
    private func countPlain(_ isPlain: (UInt8) -> Bool) -> Int {
        var end = position
        while end < source.count, isPlain(source[end]) { end += 1 }
        return end - position
    }

    private func count(of byte: UInt8, at start: Int) -> Int {
        source[start...].prefix { $0 == byte }.count
    }

    private mutating func take(_ count: Int = 1, as kind: Kind) {
        let part = source[position..<min(position + count, source.count)]
        output += kind == kept ? Array(part) : part.map { $0 == newline ? $0 : UInt8(ascii: " ") }
        position = part.endIndex
    }
}

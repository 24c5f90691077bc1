/// Blanks out what is not code: comments and the text of literals, Swift's and C's.
///
/// Lines stay where they were. Knows nested comments, multi-line and raw strings, and code inside
/// interpolations; does not know Swift's bare regular expressions.
struct CodeScanner {
    /// What the scanner is in the middle of; the last one counts.
    private enum Context: Equatable {
        case code
        /// Code inside an interpolation, with the parentheses that are still open in it.
        case interpolation(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let source: [UInt8]
    private let isSwift: Bool
    private var position = 0
    private var output: [UInt8] = []
    private var contexts: [Context] = [.code]

    /// The text of `file` with blanks in place of all that is not code.
    static func code(of file: SourceFile) -> String {
        var scanner = CodeScanner(source: Array(file.text.utf8), isSwift: file.isSwift)
        return scanner.run()
    }

    private init(source: [UInt8], isSwift: Bool) {
        self.source = source
        self.isSwift = isSwift
        output.reserveCapacity(source.count)
    }

    private mutating func run() -> String {
        while position < source.count {
            if case .string(let hashes, let isMultiline) = contexts.last {
                scanString(hashes: hashes, isMultiline: isMultiline)
            } else {
                scanCode()
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Code

    private mutating func scanCode() {
        if looksAt("//") {
            while position < source.count, source[position] != UInt8(ascii: "\n") { blank() }
        } else if looksAt("/*") {
            skipBlockComment()
        } else if startsString() {
            return
        } else if !isSwift && looksAt("'") {
            skipCharacter()
        } else {
            keepParentheses()
            keep()
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if looksAt("/*") && (isSwift || depth == 0) {
                depth += 1
                blank(2)
            } else if looksAt("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < source.count
    }

    /// Enters a string if one begins here.
    private mutating func startsString() -> Bool {
        let hashes = isSwift ? count(of: UInt8(ascii: "#"), at: position) : 0
        let quote = position + hashes
        guard quote < source.count, source[quote] == UInt8(ascii: "\"") else { return false }
        let isMultiline = isSwift && count(of: UInt8(ascii: "\""), at: quote) >= 3
        blank(hashes + (isMultiline ? 3 : 1))
        contexts.append(.string(hashes: hashes, isMultiline: isMultiline))
        return true
    }

    private mutating func skipCharacter() {
        blank()
        while position < source.count, source[position] != UInt8(ascii: "'") {
            blank(looksAt("\\") ? 2 : 1)
        }
        blank()
    }

    /// The parenthesis that closes an interpolation leads back into its string.
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
        let mark = String(repeating: "#", count: hashes)
        let escape = "\\" + mark
        if isSwift && looksAt(escape + "(") {
            blank(escape.utf8.count)
            keep()
            contexts.append(.interpolation(parentheses: 0))
        } else if looksAt(escape) {
            blank(escape.utf8.count + 1)
        } else if looksAt((isMultiline ? "\"\"\"" : "\"") + mark) {
            blank((isMultiline ? 3 : 1) + hashes)
            contexts.removeLast()
        } else if !isMultiline && looksAt("\n") {
            // Not closed: the compiler will say so; here the rest must not be swallowed.
            contexts.removeLast()
        } else {
            blank()
        }
    }

    // MARK: Steps

    private func looksAt(_ text: String) -> Bool {
        source[position...].starts(with: text.utf8)
    }

    private func count(of byte: UInt8, at start: Int) -> Int {
        source[start...].prefix { $0 == byte }.count
    }

    private mutating func keep() {
        output.append(source[position])
        position += 1
    }

    private mutating func blank(_ count: Int = 1) {
        for byte in source[position...].prefix(count) {
            output.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        }
        position = min(position + count, source.count)
    }
}

/// Extraction of error messages from a program's standard error.
package enum ErrorText {
    /// The maximum number of lines to quote. More lines explain nothing, and often belong to
    /// something else.
    private static let linesMaximum = 12

    /// Returns the line that states the error; `nil` if nothing was written.
    ///
    /// ```swift
    /// print(ErrorText.line(of: "error: no such file\nhint: check the path") ?? "")
    /// // error: no such file
    /// ```
    ///
    /// It is the last line that looks like an error, because hints, stack frames and clean-up
    /// messages often follow the error. If no line does, it is the last line. A line that ends with
    /// a colon is joined with the next one, which has the message.
    package static func line(of text: String) -> String? {
        let lines = written(text)
        guard let index = errorIndex(in: lines) else { return nil }
        let line = lines[index]
        guard line.hasSuffix(":"), index + 1 < lines.count else { return String(line) }
        return line + " " + lines[index + 1].drop(while: \.isWhitespace)
    }

    /// Returns whether a text contains a stack trace.
    package static func hasTrace(_ text: String) -> Bool {
        written(text).contains { line in
            let words = line.drop(while: \.isWhitespace)
            return words.startIndex > line.startIndex
                && (words.hasPrefix("at ") || words.hasPrefix("File \"")
                    || words.hasPrefix("from "))
        }
    }

    /// Returns the last lines, at most twelve, starting with the line that states the error if it
    /// is earlier.
    package static func tail(of text: String) -> String {
        let lines = written(text)
        var kept = Array(lines.suffix(linesMaximum))
        if let index = errorIndex(in: lines), index < lines.count - kept.count {
            kept[0] = lines[index]
        }
        return kept.joined(separator: "\n")
    }

    private static func written(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    }

    private static func errorIndex(in lines: [Substring]) -> Int? {
        // An indented line belongs to the one above it, as in stack frames or quoted source.
        let heads = lines.indices.filter { lines[$0].first?.isWhitespace == false }
        let candidates = heads.reversed().lazy.filter { !isHint(lines[$0]) }.prefix(linesMaximum)
        let error = candidates.first { index in
            readsLikeAnError(lines[index]) || endsTraceback(at: index, of: lines, heads: heads)
        }
        return error ?? candidates.first ?? heads.last ?? lines.indices.last
    }

    /// Returns whether a line ends a Python traceback. Its exception can have any name, but always
    /// follows the frames directly.
    private static func endsTraceback(at index: Int, of lines: [Substring], heads: [Int]) -> Bool {
        guard index > 0, lines[index - 1].first?.isWhitespace == true,
            let previous = heads.last(where: { $0 < index })
        else { return false }
        return lines[previous].hasPrefix("Traceback (most recent call last)")
    }

    private static func readsLikeAnError(_ line: Substring) -> Bool {
        let text = line.lowercased()
        let isHarmless = text.split { !$0.isLetter }.contains {
            $0.hasSuffix("warning") || harmlessLevels.contains($0)
        }
        let countsNone = text.contains("0 error") || text.contains("no error")
        return !isHarmless && !countsNone && errorWords.contains { text.contains($0) }
    }

    /// Returns whether a line is a hint that follows the error, or says how the runtime exited.
    private static func isHint(_ line: Substring) -> Bool {
        let text = line.lowercased()
        return hintPrefixes.contains { text.hasPrefix($0) }
    }

    private static let errorWords = [
        "error", "exception", "fatal", "panic", "fail", "cannot", "can't", "unable to", "denied",
        "no such file", "not found", "crashed", "abort",
    ]
    private static let harmlessLevels: Set<Substring> = ["warn", "info", "debug", "notice"]
    private static let hintPrefixes = [
        "try ", "see ", "usage:", "for more", "for details", "note:", "hint:", "run '", "run with ",
        "exit status ", "node.js v", "goroutine ",
    ]
}

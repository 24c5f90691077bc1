/// The part of a program's standard error that says what went wrong.
package enum ErrorText {
    /// More lines than these explain nothing, and what stands above them is of something else.
    private static let linesMaximum = 12

    /// The one line that names the error, or nil if nothing was written.
    ///
    /// It is the last line that reads like an error, because hints, stack frames and clean-up messages
    /// often follow it. Where no line does, it is the last one. A line that ends with a colon is joined
    /// with the next one, which has the message.
    package static func line(of text: String) -> String? {
        let lines = written(text)
        guard let index = errorIndex(in: lines) else { return nil }
        let line = lines[index]
        guard line.hasSuffix(":"), index + 1 < lines.count else { return String(line) }
        return line + " " + lines[index + 1].drop(while: \.isWhitespace)
    }

    /// Whether a stack trace is in it.
    package static func hasTrace(_ text: String) -> Bool {
        written(text).contains { line in
            let words = line.drop(while: \.isWhitespace)
            return words.startIndex > line.startIndex
                && (words.hasPrefix("at ") || words.hasPrefix("File \"")
                    || words.hasPrefix("from "))
        }
    }

    /// The last lines, at most twelve, from the line that names the error if it stands further up.
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
        // An indented line belongs to the one above it: a frame of a stack, or a piece of source.
        let heads = lines.indices.filter { lines[$0].first?.isWhitespace == false }
        let candidates = heads.reversed().lazy.filter { !isHint(lines[$0]) }.prefix(linesMaximum)
        let error = candidates.first { index in
            readsLikeAnError(lines[index]) || endsTraceback(at: index, of: lines, heads: heads)
        }
        return error ?? candidates.first ?? heads.last ?? lines.indices.last
    }

    /// The exception of a Python traceback has any name, but always stands right below its frames.
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

    /// A line that follows the error and says what to do next, or how the runtime ended.
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

/// Rules about English that need no list of phrases.
enum Wording {
    /// First words of descriptions that ask or act instead of naming a thing.
    private static let riddles: Set = [
        "What", "Whatever", "How", "Where", "When", "Which", "Who", "Whom", "Whose", "Why", "Makes",
    ]

    /// Returns comments of declarations that don't begin with what the thing is.
    static func riddles(in file: SourceFile) -> [Finding] {
        let lines = file.lines.map { $0.drop { $0 == " " } }
        return lines.indices.compactMap { index in
            let continues = index > 0 && lines[index - 1].hasPrefix("///")
            guard !continues, let text = firstWords(of: lines[index]),
                let riddle = riddle(at: text)
            else { return nil }
            return Finding(
                path: file.path, line: index + 1,
                message: "a description starts with what the thing is, not with '\(riddle)'")
        }
    }

    /// Returns the words that a description must not begin with, or `nil` if it begins well.
    private static func riddle(at text: Substring) -> String? {
        let word = String(text.prefix { $0.isLetter })
        return text.hasPrefix("Whether or not ")
            ? "Whether or not" : riddles.contains(word) ? word : nil
    }

    /// Returns the text of a line that opens a documentation comment, in Swift or in C.
    private static func firstWords(of line: Substring) -> Substring? {
        ["/// ", "/** ", "/* "].first(where: line.hasPrefix).map { line.dropFirst($0.count) }
    }

    private static let counted: Set = [
        "trial", "trials", "byte", "bytes", "row", "rows", "mib", "b", "file", "files", "sample",
        "samples", "call", "calls", "event", "events", "commit", "commits", "statement",
        "statements", "query", "queries", "page", "pages", "one", "finding", "suite", "case",
        "line", "folder", "target",
    ]
    private static let units: Set = [
        "row", "file", "cell", "trial", "ticket", "batch", "page", "strategy", "scale", "process",
        "record", "run", "line", "unit", "scenario", "rule", "pipeline", "library", "shard",
    ]

    /// Returns rates and counts with "a" instead of "per", in one cell of a table or comment.
    static func aForPer(in text: String, path: String) -> [Finding] {
        let words = Token.words(of: text.replacing(/[|()#<>\/-]/, with: ";"))
        return words.indices.dropLast(2).compactMap { index in
            let (count, article, unit) = (words[index], words[index + 1], words[index + 2])
            guard counted.contains(count.text), article.text == "a", units.contains(unit.text),
                count.text != unit.text, unit.line <= count.line + 1
            else { return nil }
            return Finding(
                path: path, line: count.line,
                message: "'\(count.text) a \(unit.text)': \(count.text) per \(unit.text)")
        }
    }
}

import Foundation

/// A list of awkward phrases, each with a plain replacement.
struct Phrases {
    private struct Phrase {
        let words: [String]
        /// The replacement; `nil` for an allowed phrase.
        let plain: String?
    }

    /// The phrases by their first word.
    private var phrases: [String: [Phrase]] = [:]

    static let path = "Tests/TidyTests/Resources/phrases.txt"

    /// Returns the committed list.
    static func committed() throws -> Phrases {
        let file = SourceTree.root.appendingPathComponent(path)
        return try Phrases(String(contentsOf: file, encoding: .utf8))
    }

    /// Parses lines of `FOUND | PLAIN` and `allowed: PHRASE`; a line beginning with `#` is a
    /// comment.
    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let isAllowed = line.hasPrefix(Self.allowedMark)
            let parts = line.dropFirst(isAllowed ? Self.allowedMark.count : 0).split(separator: "|")
            let words = Token.words(of: String(parts[0])).map(\.text)
            let plain = isAllowed ? nil : parts[1].trimmingCharacters(in: .whitespaces)
            phrases[words[0], default: []].append(Phrase(words: words, plain: plain))
        }
    }

    private static let allowedMark = "allowed: "

    /// Returns the occurrences of listed phrases; if several begin at one word, only the longest.
    func findings(in text: String, path: String) -> [Finding] {
        let words = Token.words(of: text)
        var findings: [Finding] = []
        var position = 0
        while position < words.count {
            guard let phrase = longest(at: words[position...]) else {
                position += 1
                continue
            }
            if let plain = phrase.plain {
                let found = phrase.words.joined(separator: " ")
                findings.append(
                    Finding(
                        path: path, line: words[position].line, message: "'\(found)': \(plain)"))
            }
            position += phrase.words.count
        }
        return findings
    }

    private func longest(at rest: ArraySlice<Token>) -> Phrase? {
        rest.first.flatMap { phrases[$0.text] }?.filter { phrase in
            rest.count >= phrase.words.count
                && zip(rest, phrase.words).allSatisfy { $0.text == $1 }
        }.max { $0.words.count < $1.words.count }
    }
}

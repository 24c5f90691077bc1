import MemoryBudget
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
    @Test("A diagnostic has the position, the mistake, a proposal, and a caret")
    func text() {
        let mistake = Diagnostic(
            file: "a.yaml", line: 3, column: 10, message: "unknown key 'sed'", proposal: "seed",
            source: "dataset: sed: 42")
        #expect(
            mistake.description == """
                a.yaml:3:10: error: unknown key 'sed'; did you mean 'seed'?
                    dataset: sed: 42
                             ^
                """)
    }

    @Test("A diagnostic without a proposal or a source is shorter")
    func short() {
        let mistake = Diagnostic(file: "a", line: 1, column: 1, message: "empty")
        #expect(mistake.description == "a:1:1: error: empty")
    }

    @Test("The caret is below its character, also after a tab")
    func tab() {
        let mistake = Diagnostic(
            file: "a", line: 1, column: 4, message: "m", source: "\ta\tb")
        #expect(mistake.description == "a:1:4: error: m\n    \ta\tb\n    \t \t^")
    }

    @Test("A column after the end of the line, or before its start, is still shown")
    func outside() {
        let behind = Diagnostic(file: "a", line: 1, column: 5, message: "m", source: "ab")
        #expect(behind.description.hasSuffix("\n    ab\n        ^"))
        let before = Diagnostic(file: "a", line: 1, column: 0, message: "m", source: "ab")
        #expect(before.description.hasSuffix("\n    ab\n    ^"))
    }

    @Test("Of a very long line, 200 characters around the column are quoted, with the caret below")
    func longLine() throws {
        let line =
            String(repeating: "a", count: 500_000) + "\tX" + String(repeating: "b", count: 500_000)
        let mistake = Diagnostic(file: "a", line: 1, column: 500_002, message: "m", source: line)
        let rows = mistake.description.split(separator: "\n")
        #expect(rows.count == 3 && rows[1].count == 4 + 202 && rows[2].count < 210)
        #expect(rows[1].hasPrefix("    …aaa") && rows[1].hasSuffix("bbb…"))
        let caret = try #require(rows[2].firstIndex(of: "^"))
        let width = rows[2].distance(from: rows[2].startIndex, to: caret)
        #expect(rows[1].dropFirst(width).first == "X")
        #expect(rows[2].dropFirst(width - 1).first == "\t")
    }

    @Test("The start and the end of a long line are quoted without dots at the complete end")
    func longLineEnds() {
        let line = (0..<300).map { "\($0 % 10)" }.joined()
        let first = Diagnostic(file: "a", line: 1, column: 1, message: "m", source: line)
        #expect(first.description == "a:1:1: error: m\n    \(line.prefix(200))…\n    ^")
        let last = Diagnostic(file: "a", line: 1, column: 300, message: "m", source: line)
        let quote = "…" + line.dropFirst(199)
        let margin = String(repeating: " ", count: quote.count - 1)
        #expect(last.description == "a:1:300: error: m\n    \(quote)\n    \(margin)^")
    }

    @Test("A message that quotes a very long value is shortened in the middle")
    func longMessage() {
        let value = String(repeating: "v", count: 1 << 20)
        let mistake = Diagnostic(
            file: "a", line: 1, column: 1, message: "unknown key '\(value)'", proposal: value)
        let text = mistake.description
        #expect(
            text.count < 1_400 && text.contains("unknown key 'vvv") && text.contains("vvv'; did"))
    }
}

@Suite("The most similar word")
struct NearestTests {
    private let words = ["scenario", "scales", "seed", "strategies", "peak-rss", "peak-anon"]

    @Test(
        "A mistyped word gets a proposal",
        arguments: [
            ("scenrio", "scenario"), ("scals", "scales"), ("sede", "seed"), ("sed", "seed"),
            ("strategys", "strategies"), ("peak-rs", "peak-rss"), ("paek-rss", "peak-rss"),
            ("seed", "seed"), ("Peak-RSS", "peak-rss"), ("SCALES", "scales"),
        ])
    func near(word: String, proposal: String) {
        #expect(nearest(to: word, among: words) == proposal)
    }

    @Test("A dissimilar word gets no proposal", arguments: ["", "x", "gate", "memory", "rss"])
    func far(word: String) {
        #expect(nearest(to: word, among: words + ["a", "zz"]) == nil)
    }

    @Test("Of equally similar words the first by name is proposed; without words, none is")
    func ties() {
        #expect(nearest(to: "cat", among: ["hat", "bat"]) == "bat")
        #expect(nearest(to: "cat", among: []) == nil)
    }

    @Test("A word of one megabyte is answered immediately")
    func long() {
        #expect(nearest(to: String(repeating: "x", count: 1 << 20), among: words) == nil)
    }
}

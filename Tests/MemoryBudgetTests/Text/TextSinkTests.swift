import Foundation
import Testing

@testable import MemoryBudget

@Suite("Escaping of untrusted text")
struct TextSinkTests {
    @Test(
        "Invisible characters are shown as escapes",
        arguments: [
            ("plain", "plain"), ("a\r\nb\tc", #"a\r\nb\tc"#), ("\u{1B}[31m", #"\u{1B}[31m"#),
            ("\u{9B}1m\u{85}", #"\u{9B}1m\u{85}"#), ("a\u{202E}b\u{2066}", #"a\u{202E}b\u{2066}"#),
            ("a\u{2028}b\u{2029}", #"a\u{2028}b\u{2029}"#),
            ("a\u{200B}b\u{AD}", #"a\u{200B}b\u{AD}"#),
            ("\u{FEFF}a", #"\u{FEFF}a"#), ("a\u{200D}b", #"a\u{200D}b"#),
            ("\u{301}a", #"\u{301}a"#),
            ("\u{FFFE}", #"\u{FFFE}"#), ("a\u{E0041}", #"a\u{E0041}"#), ("", ""),
            ("\u{0}\u{301}", #"\u{0}\u{301}"#), ("\u{3164}", #"\u{3164}"#),
        ])
    func hidden(text: String, shown: String) {
        #expect(VisibleText.line(text) == shown)
    }

    @Test(
        "Letters of every script are unchanged",
        arguments: [
            "é", "e\u{301}", "名前", "👩‍👩‍👧", "⚠️", "क्‍ष", "می‌خواهم", "שָׁלוֹם", "a\u{A0}b", "\u{1D400}",
        ])
    func letters(text: String) {
        #expect(VisibleText.line(text) == text && VisibleText.lines(text) == text)
    }

    @Test("Excess marks on one letter, which would paint over other lines, are shown")
    func manyMarks() {
        let text = VisibleText.line("a" + String(repeating: "\u{301}", count: 40))
        #expect(text.unicodeScalars.count { $0 == "\u{301}" } == 8)
    }

    @Test("A very long text is cut, even if it is a single character")
    func long() {
        for text in [
            String(repeating: "x", count: 50_000),
            "x" + String(repeating: "\u{20DD}", count: 50_000),
        ] {
            let shown = VisibleText.line(text)
            #expect(shown.unicodeScalars.last == "…")
            #expect(shown.unicodeScalars.count <= 9 * VisibleText.scalarCountMaximum)
        }
    }

    @Test("Lines keep their ends; CR LF is one, and a lone CR is shown")
    func lines() {
        #expect(VisibleText.lines("a\r\nb\rc\td\u{1B}") == "a\nb\\rc\td\\u{1B}")
    }

    @Test("CR LF doesn't start a workflow command")
    func workflowCommand() {
        let text = "x\r\n::add-mask::100%,y:z"
        #expect(TextSink.commandMessage.escaped(text) == "x%0A::add-mask::100%25,y:z")
        #expect(TextSink.commandProperty.escaped(text) == "x%0A%3A%3Aadd-mask%3A%3A100%25%2Cy%3Az")
    }

    @Test("A combining mark doesn't hide Markdown markup")
    func markdown() {
        for mark in ["<", "[", "]", "|", "`", "*", "@", "&"] {
            let plain = Array(TextSink.markdown.escaped(mark).utf8)
            let joined = Array(TextSink.markdown.escaped(mark + "\u{338}").utf8)
            #expect(joined.starts(with: plain) && plain != Array(mark.utf8), "\(mark)")
        }
        #expect(TextSink.markdown.escaped("a\r\n| b") == #"a\\r\\n\| b"#)
        #expect(TextSink.markdown.escaped("@a #1 # @") == "&#64;&#8203;a &#35;&#8203;1 &#35; &#64;")
        #expect(TextSink.markdown.escaped("https://a www.b") == "https&#58;//a www&#46;b")
    }

    @Test("A combining mark doesn't hide XML markup")
    func markup() {
        #expect(TextSink.markup.escaped("<\u{338}a>") == "&lt;\u{338}a&gt;")
        #expect(TextSink.attribute.escaped("\"\u{301}\n") == "&quot;\u{301}&#10;")
        #expect(TextSink.markup.escaped("a\n::error::x") == "a\n:&#58;error::x")
    }

    @Test("Labels of metrics can't end their quotes")
    func metrics() {
        #expect(TextSink.metricLabel.escaped("a\"\u{301}\r\n\\b") == "a\\\"\u{301}\\n\\\\b")
    }

    @Test(
        "Untrusted text can't form a log command",
        arguments: [
            ("::add-mask::x", #":\u{3A}add-mask::x"#),
            ("a\n \u{3000}::b::c", "a\n \u{3000}:\\u{3A}b::c"),
            ("std::vector ::x", "std::vector ::x"), ("a ##[b]c", #"a ##\u{5B}b]c"#),
            ("##vso[a]", #"##vso\u{5B}a]"#), ("###[a]", #"###\u{5B}a]"#),
            ("## [a] #[b]", "## [a] #[b]"),
        ])
    func logs(text: String, shown: String) {
        #expect(logText(text) == shown)
    }

    @Test("JSON with visible characters decodes to the same value")
    func json() throws {
        let texts = [
            "a\u{202E}b", "\u{9B}", "\u{E0041}", "##[x]", "é名👩‍👩‍👧", "\u{301}", "\u{7F}\u{2028}",
        ]
        let source = try JSONEncoder().encode(texts)
        let visible = visibleJSON([UInt8](source))
        #expect(try JSONDecoder().decode([String].self, from: Data(visible)) == texts)
        let text = String(decoding: visible, as: UTF8.self)
        #expect(!VisibleText.isHidden(in: text) && text.contains(#"\udb40\udc41"#))
    }

    @Test("A command line with invisible characters is quoted visibly, and names the same file")
    func shell() {
        #expect(shellWords(["rm", "a\n'b\u{202E}"]) == #"rm $'a\n\'b\xe2\x80\xae'"#)
        #expect(shellWords(["it's", "é x"]) == #"'it'\''s' 'é x'"#)
    }

    @Test("A path in a diagnostic is on one line, and can't form a command of the runner")
    func diagnostic() {
        let diagnostic = Diagnostic(
            file: "a\n::error::b", line: 1, column: 1, message: "no \u{1B}[31m\nkey",
            proposal: "\u{9B}x")
        #expect(!diagnostic.description.unicodeScalars.contains("\n"))
        #expect(!VisibleText.isHidden(in: diagnostic.description))
    }
}

import Testing

@testable import Reports

@Suite("Program output as plain text")
struct PlainOutputTests {
    @Test("Escape sequences are removed completely, and other text stays")
    func escapes() {
        let pairs = [
            ("\u{1B}[1;31mred\u{1B}[0m", "red"), ("\u{1B}[38;2;1;2;3mtrue\u{1B}[K", "true"),
            ("\u{9B}31mred", "red"), ("\u{1B}]0;title\u{7}text", "text"),
            ("\u{1B}]8;;http://a\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
            ("\u{1B}(Bplain", "plain"),
            ("\u{1B}7saved\u{1B}8", "saved"), ("cut \u{1B}[31", "cut "), ("end\u{1B}", "end"),
            ("\u{1B}]endless\nnext", "\nnext"), ("[31m stays", "[31m stays"),
            ("\u{1B}[31\u{E9}", "\u{E9}"),
        ]
        for (printed, text) in pairs {
            #expect(PlainOutput.text(printed) == text, "\(printed.debugDescription)")
        }
    }

    @Test("Control characters are removed, tabs and line ends stay, progress bars become lines")
    func controls() {
        #expect(PlainOutput.text("a\u{0}b\u{1}c\u{7F}d\u{85}e") == "abcde")
        #expect(PlainOutput.text("a\tb\r\nc\n") == "a\tb\nc\n")
        #expect(PlainOutput.text("10 %\r20 %\r") == "10 %\n20 %\n")
    }

    @Test("The end of a text is cut between characters, and is never too long")
    func tail() {
        #expect(PlainOutput.tail("häuser", byteCountMaximum: 6) == "äuser")
        #expect(PlainOutput.tail("häuser", byteCountMaximum: 5) == "user")
        #expect(PlainOutput.tail("abc", byteCountMaximum: 9) == "abc")
        #expect(PlainOutput.tail("abc", byteCountMaximum: 0).isEmpty)
    }
}

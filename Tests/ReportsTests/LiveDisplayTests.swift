import Testing

@testable import Reports

@Suite("A line that is redrawn in place")
struct LiveDisplayTests {
    @Test("A line is drawn from the left, once, and the rest of the previous one is erased")
    func draws() {
        var display = LiveDisplay()
        #expect(display.draw("one", columns: 80) == "\rone\u{1B}[K")
        #expect(display.draw("one", columns: 80) == "")
        #expect(display.draw("two", columns: 80) == "\rtwo\u{1B}[K")
        #expect(display.stay("kept", columns: 80) == "\r\u{1B}[Kkept\n")
        #expect(display.clear(columns: 80) == "")
        #expect(display.stay("more", columns: 80) == "more\n")
    }

    @Test("After a terminal is narrowed, all rows of the wrapped line are erased")
    func narrower() {
        var display = LiveDisplay()
        let wide = String(repeating: "x", count: 99)
        _ = display.draw(Style.coloured.paint(wide, .good), columns: 100)
        // 99 columns take three rows of 40, and the cursor is in the last.
        #expect(display.draw("one", columns: 40) == "\r\u{1B}[2A\u{1B}[Jone\u{1B}[K")
        #expect(display.draw("one", columns: 100) == "")
        _ = display.draw(wide, columns: 100)
        #expect(display.clear(columns: 60) == "\r\u{1B}[1A\u{1B}[J\u{1B}[K")
    }
}

import Reports
import Testing

@Suite("The progress of a running trial")
struct ProgressTextTests {
    @Test("Units done of all, speed, time left and phase")
    func everything() {
        let progress = ProgressText(
            elapsed: .seconds(3), unitsDone: 1_200_000, unitsTotal: 2_000_000, unit: "rows",
            phase: "insert")
        #expect(progress.text == "1.20M of 2.00M rows · 400 k rows/s · 2.00 s left · insert")
        #expect(progress.share == 0.6)
    }

    @Test("What is not known is left out, down to the time that has passed")
    func little() {
        func text(_ done: Int?, _ total: Int?, phase: String? = nil) -> String {
            ProgressText(
                elapsed: .seconds(4), unitsDone: done, unitsTotal: total, phase: phase
            ).text
        }
        #expect(text(nil, nil) == "4.00 s")
        #expect(text(0, 500) == "0 of 500")
        #expect(text(8, nil) == "8 · 2.00 units/s")
        #expect(text(500, 500, phase: "aggregate") == "500 of 500 · 125 units/s · aggregate")
        #expect(text(nil, 500, phase: "load") == "load")
    }

    @Test("A phase can't steer the terminal, nor fill the line")
    func hostile() {
        let phase = "\u{1B}[2J" + String(repeating: "x", count: 60)
        let text = ProgressText(
            elapsed: .seconds(1), unitsDone: nil, unitsTotal: nil, phase: phase
        ).text
        #expect(text == "\\u{1B}[2Jxxxxxxxxxxxxxx…")
    }
}

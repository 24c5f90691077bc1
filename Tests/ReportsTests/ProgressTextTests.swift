import Testing

@testable import Reports

@Suite("The progress of a running trial, in words")
struct ProgressTextTests {
    @Test("Units done and total, speed, share and phase are shown")
    func everything() {
        let progress = ProgressText(
            elapsed: .seconds(3), unitsDone: 1_200_000, unitsTotal: 2_000_000, unit: "rows",
            phase: "insert")
        #expect(progress.count == "1.20M of 2.00M rows")
        #expect(progress.rate == "400 k rows/s")
        #expect(progress.share == 0.6)
        #expect(progress.shownPhase == "insert")
    }

    @Test("Unknown parts are left out")
    func little() {
        func progress(_ done: Int?, _ total: Int?) -> ProgressText {
            ProgressText(elapsed: .seconds(4), unitsDone: done, unitsTotal: total)
        }
        #expect(progress(nil, nil).count == nil && progress(nil, nil).rate == nil)
        #expect(progress(0, 500).count == "0 of 500" && progress(0, 500).rate == nil)
        #expect(progress(8, nil).count == "8" && progress(8, nil).rate == "2.00 units/s")
        #expect(progress(nil, 500).share == nil && progress(8, nil).share == nil)
    }

    @Test("A phase can't control the terminal, nor fill the line")
    func hostile() {
        let phase = "\u{1B}[2J" + String(repeating: "x", count: 60)
        let progress = ProgressText(
            elapsed: .seconds(1), unitsDone: nil, unitsTotal: nil, phase: phase)
        #expect(progress.shownPhase == "\\u{1B}[2Jxxxxxxxxxxxxxx…")
    }
}

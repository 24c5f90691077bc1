import MemoryBudget
import Testing

@testable import Reports

@Suite("The line of the running trial")
struct RunningLineTests {
    private func name(_ strategy: String = "streamed") -> TrialName {
        TrialName(
            of: Cell(strategy: strategy, role: .candidate, scale: Scale(units: 160_000)),
            kind: .measured, index: 1, build: .head)
    }

    private func line(
        _ strategy: String = "streamed", phase: String? = "insert", limit: Int? = 32 << 20
    ) -> RunningLine {
        RunningLine(
            place: "12/45", name: name(strategy),
            memory: RunningLine.Memory(
                currentBytes: 12 << 20, peakBytes: 18 << 20, limitBytes: limit),
            progress: ProgressText(
                elapsed: .seconds(2), unitsDone: 80_000, unitsTotal: 160_000, unit: "rows",
                phase: phase),
            remaining: .seconds(75))
    }

    @Test("The line has what fits: name, memory and time first, then the rest")
    func widths() {
        #expect(
            line().text(width: 59)
                == "[12/45] streamed @ 160k #2 ━━━─┃┄┄┄ 12.0/18.0 MiB 75 s left")
        #expect(
            line().text(width: 79)
                == "[12/45] streamed @ 160k #2  ━━━━─┃┄┄┄┄  12.0/18.0 MiB  40.0 k rows/s  75 s left"
        )
        #expect(
            line().text(width: 99)
                == "[12/45] streamed @ 160k #2  ━━━┃┄┄  12.0/18.0 MiB   50 %"
                + "  40.0 k rows/s  insert      2 s  75 s left")
        #expect(
            line().text(width: 199)
                == "[12/45] streamed @ 160k #2  ━━━━━━━━━────┃┄┄┄┄┄┄┄┄┄┄  12.0/18.0 of 32.0 MiB"
                + "   50 %  40.0 k rows/s  insert      2 s  75 s left")
    }

    @Test(
        "No line is too wide, whatever the names",
        arguments: [
            "streamed", "名前の長い戦略", "👩‍👩‍👧-family", "e\u{301}tape", "\u{1B}[2Jx\ny",
            String(repeating: "very-long-name-", count: 20), "",
        ])
    func fits(strategy: String) {
        for width in [20, 40, 59, 79, 99, 199] {
            for limit in [nil, 1, 32 << 20, Int.max] {
                let text = line(strategy, phase: strategy, limit: limit).text(width: width)
                #expect(TextWidth.columns(text) <= width, "\(width): \(text)")
                #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }

    @Test("A shortened name keeps its scale and number, and no grapheme is split")
    func cutNames() {
        #expect(name("stream-everything").text(width: 20) == "stream-ev… @ 160k #2")
        #expect(name("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧").text(width: 15) == "👩‍👩‍👧👩‍👩‍👧… @ 160k #2")
        #expect(name().text(width: 8) == "streame…")
    }

    @Test("Without a budget there is no bar, without counts no speed, without an estimate no time")
    func little() {
        var line = RunningLine(place: "1/2", name: name())
        #expect(line.text(width: 99) == "[1/2] streamed @ 160k #2")
        line.memory = RunningLine.Memory(currentBytes: 3 << 20, peakBytes: 9 << 20, limitBytes: nil)
        #expect(line.text(width: 99) == "[1/2] streamed @ 160k #2  3.0/9.0 MiB")
    }

    @Test("Colours take no columns, and only memory close to its budget is coloured")
    func colours() {
        let text = line().text(width: 79, style: .coloured)
        #expect(Style.columns(of: text) == TextWidth.columns(line().text(width: 79)))
        #expect(!text.contains("\u{1B}[33m") && !text.contains("\u{1B}[1;31m"))
        var near = line()
        near.memory?.peakBytes = 30 << 20
        #expect(near.text(width: 79, style: .coloured).contains("\u{1B}[33m"))
        near.memory?.peakBytes = 33 << 20
        #expect(near.text(width: 79, style: .coloured).contains("\u{1B}[1;31m"))
    }

    @Test("In a log, the line is a sentence of facts")
    func plain() {
        #expect(
            line().plainText
                == "[12/45] streamed @ 160k #2: 80.0k of 160k rows, 40.0 k rows/s, 12.0 MiB now,"
                + " peak 18.0 MiB of 32.0 MiB, insert, 2.00 s, 75 s left")
    }

    @Test(
        "A bar marks the peak, and is full if the budget is exceeded",
        arguments: [
            (0, 0, "┃┄┄┄┄┄┄┄┄┄"), (10, 50, "━───┃┄┄┄┄┄"), (50, 50, "━━━━┃┄┄┄┄┄"),
            (100, 100, "━━━━━━━━━┃"), (50, 120, "━━━━━────━"), (120, 120, "━━━━━━━━━━"),
        ])
    func bars(current: Int, peak: Int, text: String) {
        let bar = MemoryBar(currentBytes: current, peakBytes: peak, limitBytes: 100)
        #expect(bar.text(width: 10) == text)
        #expect(bar.text(width: 0) == "")
    }

    @Test(
        "The line of a step before the trials has its share and the time left for the run",
        arguments: [20, 59, 199])
    func step(width: Int) {
        let step = StepLine(
            text: "generating csv-rows 160k: 12.0 MiB", share: 0.5, remaining: .seconds(80))
        let text = step.text(width: width)
        #expect(TextWidth.columns(text) <= width)
        if width > 50 {
            #expect(
                step.text(width: 99)
                    == "generating csv-rows 160k: 12.0 MiB  ━━━━━━━━┄┄┄┄┄┄┄┄  80 s left")
        }
    }
}

import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Widths, wrapping and figures")
struct LayoutTests {
    @Test(
        "A terminal gives each grapheme none, one or two columns",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("名前", 4), ("ｱ", 1), ("Ａ", 2),
            ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("🐌", 2), ("👩‍👩‍👧", 2), ("🇨🇭", 2), ("❤", 1),
            ("❤\u{FE0F}", 2),
            ("✓", 1), ("㉈", 1), ("✗", 1), ("×", 1), ("≥", 1), ("–", 1), ("─", 1), ("a\u{200B}b", 2),
            ("1", 1),
        ])
    func width(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test("Wrapping loses nothing, breaks long words, and keeps units with their numbers")
    func wrapping() {
        #expect(TextWrap.lines("needs 180.4 MiB now", width: 10) == ["needs", "180.4 MiB", "now"])
        #expect(TextWrap.lines("abcdefgh", width: 3) == ["abc", "def", "gh"])
        #expect(TextWrap.lines("名前名前", width: 3) == ["名", "前", "名", "前"])
        #expect(TextWrap.lines("", width: 10) == [])
        #expect(TextWrap.lines(["one", "two", "three"], width: 9) == ["one · two", "three"])
        #expect(TextWrap.cut("abcdef", width: 4) == "abc…")
        #expect(TextWrap.cut("abcd", width: 4) == "abcd")
    }

    /// A table with a name, its remark and two figures, 26 columns wide in full.
    private func table(named name: String) -> Table {
        Table(
            groupHeader: "",
            columns: [
                Table.Column(header: "a", alignment: .left), Table.Column(header: "b"),
                Table.Column(header: "c", spareRank: 1),
            ],
            groups: [
                Table.Group(
                    label: "",
                    rows: [
                        Table.Row(
                            cells: [
                                Table.Text(name, remark: "(control)"), Table.Text("1.0"),
                                Table.Text("20"),
                            ], notes: [Table.Text("note")])
                    ])
            ])
    }

    @Test("A remark stays after its name or goes below it; figures stay next to the name")
    func remarks() {
        let wide = table(named: "load-all-rows").terminalLines(width: 40, style: .plain)
        #expect(wide[2...] == ["  load-all-rows (control)  1.0  20", "    └ note"])
        let narrow = table(named: "load-all-rows").terminalLines(width: 24, style: .plain)
        #expect(
            narrow[2...] == ["  load-all-rows   1.0 20", "    (control)", "    └ note"])
    }

    @Test("Columns are dropped before a name moves above its figures")
    func names() {
        let name = String(repeating: "n", count: 16)
        let short = table(named: name).terminalLines(width: 22, style: .plain)
        #expect(short[2...] == ["  \(name) 1.0", "    (control)", "    └ note"])
        let long = table(named: name + "n").terminalLines(width: 22, style: .plain)
        #expect(
            long[2...] == ["  \(name)n", "  (control)", "                   1.0", "    └ note"])
        let narrow = table(named: name).terminalLines(width: 16, style: .plain)
        #expect(narrow.allSatisfy { TextWidth.columns($0) <= 16 })
    }

    @Test(
        "Ratios keep two or three figures",
        arguments: [
            (0.0, "0.00×"), (0.001, "<0.01×"), (0.0894, "0.09×"), (0.9949, "0.99×"),
            (0.996, "1.0×"),
            (2.14, "2.1×"), (180.2, "180×"), (12_345, "12k×"), (9e9, "9000M×"), (1e99, ">9999G×"),
            (.infinity, ""), (.nan, ""),
        ])
    func ratio(value: Double, text: String) {
        #expect(Figures.ratio(value) == text)
    }

    @Test(
        "Counts keep three figures",
        arguments: [
            (0, "0"), (9_812, "9,812"), (59_200, "59.2k"), (160_000, "160k"), (999_600, "1.00M"),
            (4_100_000, "4.10M"), (Int.max, "9223372.0T"),
        ])
    func count(value: Int, text: String) {
        #expect(Figures.count(value) == text)
    }

    @Test(
        "A small share is never 0 %, and a large one never 100 %",
        arguments: [
            (0.0, "0 %"), (0.0001, "<1 %"), (0.37, "37 %"), (0.999, ">99 %"), (1.0, "100 %"),
            (1.7, "170 %"),
        ])
    func percent(share: Double, text: String) {
        #expect(Figures.percent(share) == text)
    }

    @Test("A column of memory has one unit that fits its largest value")
    func memory() {
        #expect(Figures.MemoryUnit(for: []).name == "MiB")
        let small = Figures.MemoryUnit(for: [Double(14 << 20), Double(180 << 20)])
        #expect(small.text(Double(14 << 20)) == "14.0")
        let large = Figures.MemoryUnit(for: [Double(Int.max), 1])
        #expect(large.name == "PiB" && large.text(Double(Int.max)) == "8192")
        #expect(large.text(-1) == "0.0")
    }

    @Test("A column of speeds has one unit, and no speed reads as zero")
    func rate() {
        let column = Figures.RateUnit(for: [412_000, 3])
        #expect(column.prefix == "k")
        #expect(column.text(412_000) == "412.0")
        #expect(column.text(3) == "<0.1")
        #expect(Figures.RateUnit(for: []).text(0) == "0.00")
        #expect(Figures.rate(90_123, "rows") == "90.1 k rows/s")
        #expect(Figures.rate(12, "") == "12.0 units/s")
    }

    @Test("Lists end with 'and', long ones with a number")
    func list() {
        #expect(Figures.list([]) == "")
        #expect(Figures.list(["a"]) == "a")
        #expect(Figures.list(["a", "b"]) == "a and b")
        #expect(Figures.list(["a", "b", "c", "d"]) == "a, b, c and d")
        #expect(Figures.list(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more")
    }

    @Test("If space is short, the most dispensable column is dropped first, never the name")
    func spareColumns() {
        let table = Table(
            groupHeader: "",
            columns: [
                Table.Column(header: "name", alignment: .left),
                Table.Column(header: "needed"), Table.Column(header: "nice", spareRank: 1),
                Table.Column(header: "spare", spareRank: 2),
            ],
            groups: [
                Table.Group(
                    label: "group",
                    rows: [Table.Row(cells: ["a", "1", "2", "3"].map { Table.Text($0) })])
            ])
        func header(_ width: Int) -> String {
            table.terminalLines(width: width, style: .plain)[0]
        }
        #expect(header(40) == "  name  needed  nice  spare")
        #expect(header(26) == "  name needed nice spare")
        #expect(header(20) == "  name  needed  nice")
        #expect(header(15) == "  name  needed")
    }

    @Test("A trial that crashed early does not hide what the others reached")
    func crashedLow() throws {
        let cell = Fixture.cell("streamed", 160_000)
        let crash = Fixture.trial(
            cell, index: 1, peak: 3, outcome: .crashed, evidence: Evidence(.trap, detail: "SIGILL"))
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell],
            observations: [Fixture.trial(cell, peak: 14), crash])
        #expect(record.cells[0].reading.atLeast == Double(14 << 20))
        let text = TerminalReport().text(of: Fixture.run(record))
        #expect(text.contains("≥ 14.0") && text.contains("1 of 2 trials crashed: SIGILL"))
    }

    @Test("A trial that reached its cgroup limit says so, with the number of times")
    func reclaim() {
        let cell = Fixture.cell("streamed", 160_000)
        func notes(_ hits: [Int?]) -> [String] {
            let trials = hits.map { hits in
                var trial = Fixture.trial(cell, peak: 20)
                trial.enforcement.limitBytes = 48 << 20
                trial.enforcement.limitHits = hits
                return trial
            }
            let record = ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [cell], observations: trials)
            return CellNotes(cell: record.cells[0], scenario: record).all.map(\.text)
        }
        let (start, end) = (
            "its cgroup's limit of 48.0 MiB was reached",
            ": the kernel reclaimed page cache, which takes time"
        )
        #expect(notes([1520, 0]) == ["\(start) 0–1,520 times\(end)"])
        #expect(notes([7]) == ["\(start) 7 times\(end)"])
        #expect(notes([1]) == [start + end])
        #expect(notes([0, 0]).isEmpty && notes([nil]).isEmpty)
    }

    @Test("If only some trials were killed, the row says what the others reached")
    func partlyKilled() {
        let cell = Fixture.cell("streamed", 160_000)
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell],
            observations: Fixture.trials(cell, peaks: [20, 31], seconds: 1)
                + Fixture.killed(cell, peaks: [32.2], share: 0.9))
        let text = TerminalReport().text(of: Fixture.run(record))
        #expect(text.contains("31.0  20.0–≥ 32.2") && text.contains("range:"))
        #expect(
            CellNotes(cell: record.cells[0], scenario: record).all.map(\.text) == [
                "1 of 3 trials killed at 32.2 MiB, 90 % done; the other 2 peaked at 20.0–31.0 MiB"
            ])
    }

    @Test(
        "Trials that went over in several ways are counted by way, and the counts add up"
    )
    func mixedEndings() {
        let cell = Fixture.cell("streamed", 160_000)
        let exact = [33.0, 34].map { peak in
            Fixture.trial(
                cell, index: 6, peak: peak, outcome: .overBudget,
                evidence: Evidence(.exactPeak, detail: "at exit"))
        }
        let crashed = Fixture.trial(
            cell, index: 8, peak: 3, outcome: .crashed, evidence: Evidence(.trap, detail: "SIGILL"))
        func notes(_ trials: [Observation]) -> [String] {
            let record = ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [cell], observations: trials)
            return CellNotes(cell: record.cells[0], scenario: record).all.map(\.text)
        }
        let killed = Fixture.killed(cell, peaks: [32.2, 32.2, 32.3], share: 0.5)
        let whole = Fixture.trials(cell, peaks: [30, 31, 31, 31], seconds: 1)
        #expect(
            notes(killed + exact + whole) == [
                "3 of 9 trials killed at 32.2–32.3 MiB, 50 % done; 2 of 9 trials peaked at 33.0–34.0 MiB,"
                    + " 2.0 MiB over; the other 4 peaked at 30.0–31.0 MiB"
            ])
        #expect(
            notes(killed + exact + whole + [crashed]).first
                == "3 of 10 trials killed at 32.2–32.3 MiB, 50 % done; 2 of 10 trials peaked at"
                + " 33.0–34.0 MiB, 2.0 MiB over; 4 of 10 trials peaked at 30.0–31.0 MiB")
    }

    @Test("A kernel's kill is named as such, and its last reading is not a peak")
    func kernelKill() {
        let cell = Fixture.cell("streamed", 160_000)
        let trials = Fixture.killed(cell, peaks: [25.2], share: 0.9).map { trial in
            var trial = trial
            trial.evidence = Evidence(.cgroup, detail: "the kernel's out-of-memory killer")
            return trial
        }
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell], observations: trials)
        #expect(
            CellNotes(cell: record.cells[0], scenario: record).all.map(\.text) == [
                "killed by the kernel, last read 25.2 MiB, 90 % done"
            ])
    }
}

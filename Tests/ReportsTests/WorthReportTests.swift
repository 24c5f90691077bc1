import Foundation
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The worth of changes in reports")
struct WorthReportTests {
    private func sentence(
        _ change: (inout WorthRecord) -> Void = { _ in },
        trials: (inout [Observation]) -> Void = { _ in }
    ) -> String? {
        var scenario = Fixture.worth(trials)
        if var worth = scenario.worth {
            change(&worth)
            scenario.worth = worth
        }
        return WorthSentence.text(of: ScenarioView(scenario))
    }

    /// A record without the trials of a combination.
    private func removing(_ fixes: String) -> (inout [Observation]) -> Void {
        { trials in trials.removeAll { $0.parameters["fixes"] == fixes && $0.kind == .measured } }
    }

    @Test("A scenario without changes has neither table nor sentence")
    func none() {
        let plain = ScenarioView(Fixture.ingest)
        #expect(WorthTable.table(of: plain) == nil && WorthSentence.text(of: plain) == nil)
        #expect(!MarkdownReport().text(of: Fixture.run(Fixture.ingest)).contains(WorthTable.title))
    }

    @Test("Markdown has one row per change, alone and in sequence, next to its claim")
    func markdown() throws {
        let text = MarkdownReport().text(of: Fixture.run(Fixture.worth()))
        let part = try #require(text.components(separatedBy: "#### ").dropFirst().first)
        try expectText(
            "#### " + part,
            is: #"""
                #### What each change is worth

                | change | made | claimed | net, MiB<br>median | net, MiB<br>range | saved, %<br>median | saved, %<br>range | × original<br>median | × original<br>range | teams/s<br>median |
                | :-- | :-- | :-- | --: | --: | --: | --: | --: | --: | --: |
                | original | without&nbsp;any |  | 40.0&nbsp;° |  |  |  |  |  | 1000 |
                | 1 stream-results | alone | 50–70&nbsp;% | 5.2 | 5.0–5.4 | 87.0 | 85.6–88.3 | 2.00× | 1.76–2.28 | 2000 |
                | 2 project-fields | alone | 60–80&nbsp;%&nbsp;per&nbsp;object | 7.0 | 7.0–7.2 | 82.5 | 81.1–83.4 | 1.67× | 1.46–1.90 | 1667 |
                | 3 | alone |  | 20.0 |  | 50.0 | 48.6–51.4 | 1.00×&nbsp;\~ | 0.88–1.14 | 1000 |
                | 1 stream-results | in&nbsp;sequence | 50–70&nbsp;% | 5.2 | 5.0–5.4 | 87.0 | 85.6–88.3 | 2.00× | 1.76–2.28 | 2000 |
                | and 2 project-fields | in&nbsp;sequence |  | 3.1 | 3.0–3.2 | 92.3 | 91.2–93.2 | 2.50× | 2.20–2.85 | 2500 |
                | and 3 | in&nbsp;sequence | 35–50&nbsp;% | 3.0 | 2.8–3.1 | 92.5 | 91.5–93.6 | 1.25× | 1.10–1.42 | 1250 |
                | 1 + 2 | together |  | 3.1 | 3.0–3.2 | 92.3 | 91.2–93.2 | 2.50× | 2.20–2.85 | 2500 |
                | 1 + 3 | together |  | 5.0 | 4.9–5.1 | 87.5 | 86.4–88.5 | 2.00× | 1.76–2.28 | 2000 |
                | 2 + 3 | together |  | 7.0 | 6.9–7.1 | 82.5 | 81.3–83.6 | 1.67× | 1.46–1.90 | 1667 |
                | rewritten | other&nbsp;strategy |  | 1.0 |  | 97.5 | 96.8–98.0 | 5.00× | 4.39–5.69 | 5000 |


                """#)
    }

    @Test("A terminal of any width shows changes, savings and speeds", arguments: [60, 100, 160])
    func terminal(width: Int) {
        let text = TerminalReport(width: width).text(of: Fixture.run(Fixture.worth()))
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { TextWidth.columns(String($0)) <= width })
        for word in ["1 stream-results", "and 2 project-fields", "saved", "40.0 °", "92.3"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test("The page has the table under a heading, with sortable figures")
    func page() {
        let text = HTMLReport().text(
            of: ReportSource(run: Fixture.run(Fixture.worth()), samples: [:]))
        #expect(text.contains("<h3>\(WorthTable.title)</h3>"))
        #expect(text.contains("and 2 project-fields</th>"))
        #expect(text.contains("Apply 1 (stream-results) and 2 (project-fields) first"))
    }

    @Test("The JSON has the figures of the table")
    func json() throws {
        let text = try JSONReport().text(of: Fixture.run(Fixture.worth()))
        #expect(text.contains("\"saved_share\" : {") && text.contains("\"undecided\" : ["))
    }

    @Test("The sentence names the two changes to make first, and what the others save after them")
    func first() {
        #expect(
            sentence()
                == "Apply 1 (stream-results) and 2 (project-fields) first: together they save 92.3 %"
                + " (91.2 to 93.2) of original's peak above the floor at 1k teams; none of the"
                + " others saves more than 2.5 % after them.")
    }

    @Test("A speed is given only if both sides have several trials, beyond noise")
    func speed() {
        let words = ", at 2.50× its speed"
        #expect(sentence()?.contains("its speed") == false)
        #expect(sentence { $0.rows[0].trials = 3 }?.contains(words) == true)
        let inNoise = sentence { worth in
            worth.rows[0].trials = 3
            for index in worth.rows.indices { worth.rows[index].isSpeedWithinNoise = true }
        }
        #expect(inNoise?.contains("its speed") == false)
    }

    @Test("Pairs equal within noise, and pairs without a need, are named")
    func undecided() {
        let text = sentence {
            $0.first?.undecided = [["1", "3"]]
            $0.first?.uncompared = [["2", "3"]]
        }
        #expect(text?.contains("1 + 3 save about as much; the difference is within noise.") == true)
        #expect(
            text?.hasSuffix("Not compared, because their need is unknown: 2 + 3.") == true)
    }

    @Test("A pair that saves nothing beyond noise is not advised")
    func nothing() {
        let text = sentence { worth in
            for index in worth.rows.indices {
                worth.rows[index].saved = Interval(estimate: 0.01, low: -0.02, high: 0.03)
            }
        }
        #expect(text?.hasPrefix("No two changes save memory beyond noise") == true)
        #expect(text?.contains("1.0 % (−2.0 to 3.0)") == true)
    }

    @Test("The sentence covers other changes only if all were measured after the pair")
    func others() {
        let nothing = sentence { $0.first?.othersSaveAtMost = -0.001 }
        #expect(nothing?.contains("none of the others saves anything after them") == true)
        let unknown = sentence { $0.first?.othersSaveAtMost = nil }
        #expect(unknown?.contains("none of the others") == false)
        // Rounded up, so that it stays true.
        let little = sentence { $0.first?.othersSaveAtMost = 0.0021 }
        #expect(little?.contains("more than 0.3 % after them") == true)
    }

    @Test("Without pairs, the best change alone is named; without the base's need, none is")
    func withoutPair() {
        let alone = sentence { worth in
            worth.first = nil
            worth.rows.removeAll { $0.changes?.count ?? 0 > 1 }
        }
        #expect(
            alone?.hasPrefix(
                "No two changes were measured together; alone, 1 (stream-results) saves")
                == true)
        let unknown = sentence(trials: { $0.removeAll { $0.kind == .need } })
        #expect(
            unknown == "The savings are unknown: original's need was not measured"
                + " at 1k teams.")
        let noFloor = sentence { worth in
            worth.first = nil
            for index in worth.rows.indices {
                worth.rows[index].netBytes = nil
                worth.rows[index].gap = .noFloor
            }
        }
        #expect(noFloor?.contains("original's floor was not measured") == true)
        let pairs = sentence { worth in
            worth.first = nil
        }
        #expect(pairs?.hasPrefix("The two changes to make first are unknown") == true)
    }

    @Test("A change that was not run, wrong or stopped has a word instead of a figure")
    func gaps() throws {
        var scenario = Fixture.worth()
        let gaps: [(Int, WorthRow.Gap, String)] = [
            (1, .notRun, "not run"), (2, .wrong, "wrong result"), (3, .stopped, "≥ 5.0"),
            (4, .unmeasured, "unmeasured"), (5, .noFloor, "no floor"),
        ]
        for (index, gap, _) in gaps {
            let changes = scenario.worth?.rows[index].changes
            scenario.worth?.rows[index] = WorthRow(changes: changes, strategy: "fixes", gap: gap)
            scenario.worth?.rows[index].atLeastBytes = gap == .stopped ? 5 * 1_048_576 : nil
        }
        let table = try #require(WorthTable.table(of: ScenarioView(scenario)))
        let peaks = table.rows.map { $0.cells[2].text }
        for (_, _, word) in gaps { #expect(peaks.contains(word), "\(word)") }
    }

    @Test("Of many pairs, the smallest three and those equal within noise are shown")
    func pairs() throws {
        let view = ScenarioView(Fixture.worth())
        func together(_ scenario: ScenarioRecord) -> [String] {
            let table = WorthTable.table(of: ScenarioView(scenario))
            return table?.groups.first { $0.label == "together" }?.rows.map { $0.cells[0].text }
                ?? []
        }
        #expect(together(view.record) == ["1 + 2", "1 + 3", "2 + 3"])
        var more = view.record
        more.changes?.each += [.init(key: "4")]
        var row = try #require(more.worth?.row(["2", "3"]))
        row.changes = ["2", "4"]
        more.worth?.rows.append(row)
        #expect(together(more) == ["1 + 2", "1 + 3", "2 + 3"])
        #expect(
            WorthTable(ScenarioView(more))?.legend.contains(
                "together: the 3 of 4 combinations with the lowest net") == true)
        more.worth?.first?.undecided = [["2", "4"]]
        #expect(together(more).count == 4)
        for index in more.worth?.rows.indices ?? 0..<0 { more.worth?.rows[index].netBytes = nil }
        #expect(
            WorthTable(ScenarioView(more))?.legend.contains { $0.hasPrefix("together") } == false)
    }
}

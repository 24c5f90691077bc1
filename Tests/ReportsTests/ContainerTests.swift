import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The metric container in reports")
struct ContainerTests {
    private static let budget = Budget(metric: .container, limit: .mebibytes(32))

    private static let parts = ChargeParts(
        anonBytes: 2 << 20, shmemBytes: 29 << 20, fileBytes: 0, kernelBytes: 1 << 20)

    private func contain(_ trial: inout Observation, mebibytes: Double = 32) {
        trial.budget = Self.budget
        trial.cgroupPeakBytes = Fixture.mebibytes(mebibytes)
        trial.quality[.container] = .exact
        trial.enforcement = EnforcementRecord(
            requested: .cgroup, tiers: [.cgroupV2], limitBytes: 32 << 20)
    }

    private func kill(_ trial: inout Observation) {
        contain(&trial)
        let evidence = TrialEvidence(
            .kernelKill(chargeBytes: 32 << 20, limitBytes: 32 << 20, parts: Self.parts))
        trial.outcome = .overBudget
        trial.digest = nil
        trial.evidence = Evidence(evidence, detail: EvidenceText.sentence(evidence))
    }

    // MARK: One command

    private func lines(_ trial: Observation) -> [String] {
        TrialSummary([trial]).text.split(separator: "\n").map(String.init)
    }

    @Test("A command within its budget shows the charge first, with a minimum headroom")
    func within() {
        let lines = lines(Fixture.command { contain(&$0, mebibytes: 24) })
        #expect(
            lines[0]
                == "python3 stayed within 32.0 MiB: container charge 24.0 MiB, at least 8.0 MiB of"
                + " headroom (25 %).")
        #expect(lines[1].hasPrefix("  charge") && lines[1].hasSuffix("24.0 MiB · exact"))
        #expect(!lines.contains { $0.contains("cgroup peak") })
        #expect(
            lines.contains { $0.contains("32.0 MiB container charge · by cgroup-v2 at 32.0 MiB") })
        // The kernel charged a page more than the limit before it reclaimed some.
        let full = self.lines(
            Fixture.command {
                contain(&$0)
                $0.cgroupPeakBytes = (32 << 20) + 4096
            })
        #expect(
            full[0].hasPrefix(
                "python3 stayed within 32.0 MiB: container charge 32.0 MiB, at least 0 B"))
    }

    @Test("The summary says that files on tmpfs caused the kill")
    func killed() {
        let text = TrialSummary([Fixture.command(kill)]).text
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.hasPrefix("python3 went over 32.0 MiB: killed after 3.21 s:"))
        #expect(text.contains("29.0 MiB tmpfs and shared memory (files on tmpfs stay in memory)"))
    }

    // MARK: A run

    private var scenario: ScenarioRecord {
        let streamed = [10_000, 160_000].map { Fixture.cell("streamed", $0) }
        let control = [10_000, 160_000].map { Fixture.cell("load-all", $0, role: .control) }
        let observations =
            Fixture.trials(streamed[0], peaks: [12, 12, 12], seconds: 0.1) {
                contain(&$0, mebibytes: 30)
            }
            + Fixture.trials(streamed[1], peaks: [12, 12, 12], seconds: 1) { contain(&$0) }
            + Fixture.trials(control[0], peaks: [20, 20, 20], seconds: 0.1) { contain(&$0) }
            + Fixture.trials(control[1], peaks: [40, 40, 40], seconds: 1, adjust: kill)
        return ScenarioRecord(
            Fixture.scenario(budget: Self.budget), unit: "rows", cells: streamed + control,
            observations: observations)
    }

    @Test("Verdicts follow the kernel, and every format names what is left out")
    func run() throws {
        let run = Fixture.run(scenario)
        #expect(run.scenarios[0].cells.map(\.verdict) == [.within, .within, .within, .over])
        let texts = [
            TerminalReport(width: 200).text(of: run), MarkdownReport().text(of: run),
            HTMLReport().text(of: ReportSource(run: run, samples: [:])),
        ]
        for text in texts {
            #expect(text.contains("container charge"))
            #expect(text.contains("shows no need, growth or break point"))
            #expect(text.contains("killed by the kernel at 32.0"))
            #expect(text.contains("29.0 MiB tmpfs and shared memory"))
            #expect(text.contains("A container of 32.0 MiB is enough for streamed"))
            #expect(!text.contains("grows with") && !text.contains("breaks at"))
            #expect(!text.contains("no budget") && !text.contains("is the smallest within"))
        }
    }

    @Test("No chart shows growth, and no column a ratio of needs; JSON has a kill's charge by kind")
    func leftOut() throws {
        let run = Fixture.run(scenario)
        let views = run.views
        #expect(GrowthChart.chart(of: views[0]) == nil)
        #expect(ControlRatio(views[0].cells[0], in: views[0])?.memory == nil)
        let json = try JSONReport().text(of: run)
        #expect(json.contains(#""shmem_bytes" : 30408704"#))
        #expect(json.contains(#""metric" : "container""#))
    }

    @Test("Findings name the charge, and no figure is negative")
    func findings() {
        var scenario = scenario
        scenario.cells[1].trials[0].cgroupPeakBytes = (32 << 20) + 4096
        let run = Fixture.run(scenario)
        let gate = Gate(scenarios: [Fixture.scenario(budget: Self.budget)])
        let record = gate.record(of: run, isAdvisory: false)
        let sentences = record.findings.filter { $0.rule == .peak }.map(\.sentence)
        #expect(!sentences.isEmpty)
        #expect(sentences.allSatisfy { $0.hasPrefix("container charge") && !$0.contains("-") })
    }

    @Test("Peaks of two metrics are not compared, with the reason")
    func compared() {
        let rss = Fixture.run(Fixture.ingest)
        let comparison = RunComparison(of: Fixture.run(scenario), against: rss)
        let same = comparison.scenarios[0].cells.filter { $0.base != nil && $0.head != nil }
        #expect(!same.isEmpty)
        #expect(same.allSatisfy { $0.peak.word == .unmeasured && $0.peak.change == nil })
        #expect(same.allSatisfy { $0.base?.peakBytes == nil && $0.base?.atLeastBytes == nil })
        let text = ComparisonReport(of: comparison).terminalText(width: 200)
        #expect(
            text.contains(
                "metric: peak-rss before, container now; peaks of different metrics are not compared"
            ))
    }

    // MARK: A need

    @Test("A need of a container names its size, the peak, and the extra charge of a cold start")
    func need() {
        var record = NeedRecord(
            scenario: "csv-ingest", strategy: "streamed", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 10_000), inputBytes: nil), enforcement: .cgroup,
            metric: .container)
        let cell = Fixture.cell("streamed", 10_000)
        record.trials = [
            Fixture.need(cell, peak: 20, seconds: 1),
            Fixture.trial(cell, peak: 20) { contain(&$0) },
        ]
        record.unbudgetedBytes = 20 << 20
        record.coldStartBytes = 5 << 20
        record.smallestEnoughBytes = 32 << 20
        record.isResolved = true
        let text = NeedReport(width: 400).text(of: record)
        #expect(
            text.contains(
                "needs 32.0 MiB at 10k rows; without a budget it peaks at 20.0 MiB of resident"))
        #expect(text.contains("each budget is a container of that size (cgroup-v2)"))
        #expect(text.contains("a cold start is charged up to about 5.0 MiB more"))
        #expect(text.contains("an estimate"))
        record.coldStartBytes = nil
        #expect(!NeedReport(width: 400).text(of: record).contains("cold start"))
    }
}

import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Terminal output in 60, 80, 100 and 200 columns")
struct WidthTests {
    static let widths = [60, 80, 100, 200]

    private func expectFit(_ text: String, _ width: Int, _ place: SourceLocation = #_sourceLocation)
    {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let columns = Style.columns(of: String(line))
            #expect(columns <= width, "\(columns): \(line)", sourceLocation: place)
        }
    }

    private static let long = String(repeating: "very-long-name-", count: 8)

    @Test("The report of a run with its gate and conditions fits", arguments: widths)
    func report(width: Int) {
        let records = [
            Fixture.ingest, Fixture.ownBudgets, Fixture.extreme, Fixture.worth(),
            Fixture.named("streamed"), Fixture.named(Self.long), Fixture.named("名前の長い戦略"),
        ]
        for style in [
            Style(isColoured: false, columns: width), Style(isColoured: true, columns: width),
        ] {
            for record in records {
                expectFit(TerminalReport(style: style).text(of: Fixture.run(record)), width)
            }
        }
    }

    @Test("The plan fits, with one scenario or several, and unavailable ones", arguments: widths)
    func plan(width: Int) {
        var plan = RunPlan(
            parts: ["csv-ingest", "ticket-export-postgresql", Self.long].map {
                RunPlan.Part(
                    scenario: $0, cells: 15, measured: 1_045, floor: 9, extraAtMost: 90,
                    needAtMost: 15)
            }, runDirectory: "/a/long/path/of/a/run/" + Self.long)
        plan.time = RunPlan.Time(duration: .seconds(144))
        plan.unavailable = [
            .init(
                scenario: Self.long, strategy: "名前の長い戦略", reason: "PostgreSQL is not installed here"
            )
        ]
        plan.datasetBytes = 1 << 30
        plan.freeBytes = 1 << 40
        expectFit(PlanText(width: width).text(of: plan), width)
        plan.parts = [plan.parts[2]]
        expectFit(PlanText(width: width).text(of: plan), width)
    }

    @Test("The reports of limit and need fit", arguments: widths)
    func searches(width: Int) {
        for name in ["load-all", Self.long, "名前の長い戦略"] {
            let cell = Fixture.cell(name, 160_000)
            let trials =
                Fixture.trials(cell, peaks: [20, 30], seconds: 1)
                + Fixture.killed(cell, peaks: [33], share: 0.4)
            var limit = LimitRecord(
                scenario: "csv-ingest", strategy: name, parameters: ["batch": "10"],
                unit: "unités-de-travail-très-longues", budget: Fixture.budget)
            limit.trials = trials
            limit.largestWithinUnits = 160_000
            expectFit(LimitReport(width: width).text(of: limit), width)
            var need = NeedRecord(
                scenario: "csv-ingest", strategy: name, parameters: [:], unit: "rows",
                scale: ScaleRecord(cell.scale, inputBytes: nil), enforcement: .watchdog,
                metric: .peakRSS)
            need.trials = trials + [Fixture.need(cell, peak: 180, seconds: 2)]
            need.smallestEnoughBytes = 31 << 20
            expectFit(NeedReport(width: width).text(of: need), width)
        }
    }

    @Test("The summary of a command fits", arguments: widths)
    func summary(width: Int) {
        let trial = Fixture.command { $0.strategy = Self.long }
        expectFit(TrialSummary([trial], width: width).text, width)
        expectFit(TrialSummary([trial, trial, trial], style: .coloured, width: width).text, width)
    }

    @Test("The catalog fits", arguments: widths)
    func catalog(width: Int) {
        var catalog = Catalog()
        catalog.sections = [
            .init(
                title: "pipeline csv-ingest: " + String(repeating: "word ", count: 40),
                entries: [
                    .init(name: "load-all", about: String(repeating: "word ", count: 40)),
                    .init(name: Self.long, about: "名前の長い戦略"), .init(name: "x", about: ""),
                ])
        ]
        expectFit(catalog.text(width: width), width)
    }

    @Test("A catalog that is not for a terminal has each entry on its own line")
    func plainCatalog() {
        var catalog = Catalog()
        catalog.sections = [
            .init(title: "scenarios", entries: [.init(name: "a", about: "b")]),
            .init(title: "dataset c: d", entries: [.init(name: "--set n=1", about: "e f")]),
        ]
        #expect(
            catalog.text() == """
                scenarios
                  a                             b

                dataset c: d
                  --set n=1                     e f

                """)
    }
}

import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Reports

@Suite("Charts")
struct ChartTests {
    private let run = Fixture.run(Fixture.grown)

    private func files(
        _ run: RunRecord, samples: [Observation: [Sample]]? = nil
    ) -> [ReportFile] {
        SVGReport().files(of: ReportSource(run: run, samples: samples ?? Fixture.samples(run)))
    }

    /// All texts of a file, as Python's parser reads them.
    private func texts(_ file: ReportFile) async throws -> [String] {
        try await Python.run(
            """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            for text in root.iter('{http://www.w3.org/2000/svg}text'):
                print(''.join(text.itertext()))
            """, input: file.text
        ).split(separator: "\n").map(String.init)
    }

    @Test("A scenario has three charts with different files")
    func names() {
        let names = files(Fixture.run(Fixture.grown, Fixture.liveBytes)).map(\.name)
        #expect(
            names == [
                "charts/csv-ingest1-peaks.svg", "charts/csv-ingest1-growth.svg",
                "charts/csv-ingest1-timeline.svg", "charts/csv-ingest2-peaks.svg",
                "charts/csv-ingest2-timeline.svg",
            ])
        #expect(files(run).map(\.name).first == "charts/csv-ingest-peaks.svg")
    }

    @Test("The growth chart names every strategy, its law, the budget and the break point")
    func growth() async throws {
        let chart = try #require(files(run).first { $0.name.hasSuffix("growth.svg") })
        // A legend's lines are wrapped.
        let text = try await texts(chart).joined(separator: " ")
        for wanted in [
            "streamed: does not grow", "half-streamed: ", "load-all (control): grows with n (",
            "breaks between 20.0k and 40.0k", "budget 32 MiB",
        ] {
            #expect(text.contains(wanted), "\(text)")
        }
    }

    @Test("A killed trial is an arrow, its need a hollow point, a measured trial a filled point")
    func killed() throws {
        let chart = try #require(files(run).first { $0.name.hasSuffix("growth.svg") })
        // Three of five scales are over the budget: two strokes and one hollow point for each.
        #expect(chart.text.components("class=\"hollow k2\"") == 3)
        #expect(chart.text.components("class=\"solid k2\"") == 2 + 1)
        #expect(chart.text.contains("killed: at least this"))
        let within = Fixture.run(Fixture.unbudgeted)
        let other = try #require(files(within).first { $0.name.hasSuffix("peaks.svg") })
        #expect(!other.text.contains("class=\"budget\""))
    }

    @Test("The timeline has a line per sampled trial, with at most 240 points")
    func timeline() throws {
        let chart = try #require(files(run).first { $0.name.hasSuffix("timeline.svg") })
        let lines = chart.text.split(separator: "\n").filter { $0.contains("class=\"line ") }
        let points = lines.map { String($0).components("L") + 1 }.filter { $0 > 10 }
        #expect(points.count == 4, "three strategies, and the need of one")
        #expect(points.allSatisfy { $0 <= 240 })
        #expect(files(run, samples: [:]).map(\.name).count == 2)
    }

    @Test("Thinning keeps the peak")
    func peak() throws {
        let samples = Fixture.samples(run)
        let chart = try #require(files(run).first { $0.name.hasSuffix("timeline.svg") })
        var lower = samples
        for (trial, values) in samples {
            lower[trial] = values.filter { $0.rssBytes < trial.peakRSSBytes ?? 0 }
        }
        let other = try #require(
            files(run, samples: lower).first { $0.name.hasSuffix("timeline.svg") })
        #expect(chart != other, "one sample of 500 is the peak")
    }

    @Test("A file loads nothing from elsewhere, and runs no script")
    func selfContained() {
        for file in files(run) {
            #expect(!file.text.contains("<script") && !file.text.contains("href"))
            #expect(!file.text.contains("url(") && !file.text.contains("@import"))
            #expect(file.text.components("http") == 1, "the namespace")
            #expect(file.text.contains("prefers-color-scheme:dark"))
        }
    }

    @Test("Charts of scenarios of every kind are well-formed, or missing")
    func unusual() async throws {
        let scenarios = [
            Fixture.ingest, Fixture.problems, Fixture.extrapolated, Fixture.partial, Fixture.absent,
            Fixture.ownBudgets, Fixture.unbudgeted, Fixture.liveBytes, Fixture.extreme,
        ]
        for scenario in scenarios {
            for file in files(Fixture.run(scenario)) {
                #expect(try await !texts(file).isEmpty)
                #expect(!file.text.contains("nan") && !file.text.contains("inf"), "\(file.name)")
            }
        }
    }
}

extension String {
    /// Returns the number of times that a text occurs.
    func components(_ part: String) -> Int {
        ranges(of: part).count
    }
}

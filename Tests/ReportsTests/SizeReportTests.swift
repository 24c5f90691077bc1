import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("What size found")
struct SizeReportTests {
    private func record(_ engine: SizingEngine) -> SizeRecord { .sample(engine) }

    private static let kubernetesText = #"""
        csv-ingest: load-all batch=10 needs 110.0 MiB at 100k rows (104.0 MiB to 116.0 MiB in 98 % of runs);
        at most 1 % of runs should exceed a limit of 120 MiB. 10 of 10 runs at 100k rows stayed within it.
        The job then has 0.80× the speed without a limit (0.70× to 0.90×).
        fitted to the smallest container that is enough at 5 sizes · 0 runs

          rows  need, MiB  limit, MiB
          ───────────────────────────
            3k       13.0        15.2
            8k       18.0        20.6
           18k       28.0        31.4
           45k       55.0        60.6
          100k      110.0       120.0

        # csv-ingest: load-all batch=10, input up to 100k rows
        # expected to fail in at most 1 % of runs at that size
        # 10 of 10 runs at 100k rows stayed within it
        # 0.80× the speed without a limit (0.70× to 0.90×)
        resources:
          requests:
            memory: 120Mi
          limits:
            memory: 120Mi

        """#

    @Test("A size is a sentence, a size of input per row, and the lines of the manifest")
    func text() throws {
        try expectText(SizeReport().text(of: record(.kubernetes)), is: Self.kubernetesText)
    }

    @Test("What was not run at the largest input is never called kept there")
    func unverified() {
        var record = record(.kubernetes)
        record.inputMaxUnits = 5_000_000
        record.growth = GrowthFit(
            record.points.map { GrowthPoint(units: $0.units, bytes: $0.needBytes) }
        ).map { SizeGrowth($0, inputMaxUnits: 5_000_000) }
        record.gap = .noData
        record.isResolved = false
        record.stoppedBecause = SizeRecord.Gap.noData.sentence(at: Scale(units: 5_000_000))
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains(
                "Not run at 5M rows: there is no data of size 5M; 10 of 10 runs at 100k rows stayed"
                    + " within 120 MiB, which the same fit gives there."))
        #expect(text.contains("extrapolated: the largest size measured is 100k rows"))
        #expect(!text.contains("stayed within it"))
        record.verification = nil
        let none = SizeReport(width: 400).text(of: record)
        #expect(none.contains("It was not verified: there is no data of size 5M."))
        #expect(none.contains("# not verified by runs under it: there is no data of size 5M\n"))
    }

    @Test("A limit that was raised for failures promises no risk")
    func raised() {
        var record = record(.kubernetes)
        record.verification?.raiseCount = 2
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains(
                "runs stayed within a limit of 120 MiB, but its risk is not known"))
        #expect(text.contains("# its risk is not known: a lower limit"))
        #expect(!text.contains("should exceed") && !text.contains("# expected to fail"))
    }

    @Test("Where the engine's smallest limit is far above the need, it is named as that")
    func smallest() {
        var record = record(.cloudRun)
        record.limitBytes = 512 << 20
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains("should exceed a limit of 512 MiB, the smallest that Cloud Run takes."))
    }

    @Test("A formula is named as one, with what it gives for the largest input")
    func formulaSentence() {
        let text = SizeReport(width: 400).text(of: record(.nextflow))
        #expect(
            text.contains(
                "at most 1 % of runs should exceed the 120 MiB that the formula gives there."))
        #expect(text.contains("; 120 MiB for the largest"))
    }

    @Test("Before any size is measured nothing is said of a fit")
    func empty() {
        var record = record(.kubernetes)
        (record.points, record.needBytes, record.limitBytes, record.verification) = (
            [], nil, nil, nil
        )
        record.stoppedBecause = "the time limit passed"
        let text = SizeReport(width: 400).text(of: record)
        #expect(!text.contains("fitted"))
        #expect(
            text.contains(
                "no limit is known for load-all batch=10 at 100k rows: the time limit passed."))
    }

    @Test("Without a limit there is no manifest, and the reason is said")
    func noLimit() {
        var record = record(.cloudRun)
        record.limitBytes = nil
        record.stoppedBecause =
            SearchStop.aboveLargest(limit: .mebibytes(40 << 10), engine: .cloudRun).sentence
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains(
                ". No limit is given: it needs a limit of 40.0 GiB, and Cloud Run has at most"
                    + " 32.0 GiB."))
        #expect(!text.contains("memory:"))
    }

    @Test("No name moves the cursor, in the report and in comments, and no line is too wide")
    func hostile() {
        var record = record(.slurm)
        record.scenario = "\u{1B}[31mred\nrm -rf"
        record.strategy = "a\nb"
        let text = SizeReport(width: 60).text(of: record)
        #expect(!text.contains("\u{1B}") && !text.contains("\nb") && !text.contains("\nrm"))
    }
}

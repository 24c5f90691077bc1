import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Reports of size")
struct SizeReportTests {
    private func record(_ engine: SizingEngine) -> SizeRecord { .sample(engine) }

    private static let kubernetesText = #"""
        csv-ingest: load-all batch=10 needs 110.0 MiB at 100k rows (104.0 MiB to 116.0 MiB in 98 % of runs);
        at most 1 % of runs should exceed a limit of 120 MiB. 10 of 10 runs at 100k rows stayed within it.
        The job then runs at 0.80× the speed without a limit (0.70× to 0.90×).
        fitted to the smallest container that is enough at 5 sizes · 0 runs

          rows  need, MiB  limit, MiB
          ───────────────────────────
            3k       13.0        15.2
            8k       18.0        20.6
           18k       28.0        31.4
           45k       55.0        60.6
          100k      110.0       120.0

        need: the smallest container that is enough · limit: the fitted limit for that size

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

    @Test("A size report has a sentence, one row per size of input, and the manifest's lines")
    func text() throws {
        try expectText(SizeReport().text(of: record(.kubernetes)), is: Self.kubernetesText)
    }

    @Test("The limit is never called verified at an input that was not run")
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
                    + " within 120 MiB, which the same fit gives for it."))
        #expect(text.contains("extrapolated: the largest size measured is 100k rows"))
        #expect(!text.contains("stayed within it"))
        record.verification = nil
        let none = SizeReport(width: 400).text(of: record)
        #expect(none.contains("It was not verified: there is no data of size 5M."))
        #expect(
            none.contains("# not verified by runs under this limit: there is no data of size 5M\n"))
    }

    @Test("A limit raised after failures promises no risk")
    func raised() {
        var record = record(.kubernetes)
        record.verification?.raiseCount = 2
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains(
                "runs stayed within a limit of 120 MiB, but its risk is unknown"))
        #expect(text.contains("# its risk is unknown: a lower limit"))
        #expect(!text.contains("should exceed") && !text.contains("# expected to fail"))
    }

    @Test("An engine's smallest limit is named as such if it is far above the need")
    func smallest() {
        var record = record(.cloudRun)
        record.limitBytes = 512 << 20
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains("should exceed a limit of 512 MiB, the smallest that Cloud Run allows."))
    }

    @Test("A formula is named as such, with its value for the largest input")
    func formulaSentence() {
        let text = SizeReport(width: 400).text(of: record(.nextflow))
        #expect(
            text.contains(
                "at most 1 % of runs should exceed the 120 MiB that the formula gives for it."))
        #expect(text.contains("; 120 MiB for the largest"))
    }

    @Test("Before any size is measured, nothing is said about a fit")
    func empty() {
        var record = record(.kubernetes)
        (record.points, record.needBytes, record.limitBytes, record.verification) = (
            [], nil, nil, nil
        )
        record.stoppedBecause = "the time limit was reached"
        let text = SizeReport(width: 400).text(of: record)
        #expect(!text.contains("fitted"))
        #expect(
            text.contains(
                "no limit is known for load-all batch=10 at 100k rows: the time limit was reached."
            ))
    }

    @Test("Without a limit there is no manifest, but a reason")
    func noLimit() {
        var record = record(.cloudRun)
        record.limitBytes = nil
        record.stoppedBecause =
            SearchStop.aboveLargest(limit: .mebibytes(40 << 10), engine: .cloudRun).sentence
        let text = SizeReport(width: 400).text(of: record)
        #expect(
            text.contains(
                ". No limit is given: it needs a limit of 40.0 GiB, but Cloud Run allows at most"
                    + " 32.0 GiB."))
        #expect(!text.contains("memory:"))
    }

    @Test("No name in the report or the comments moves the cursor, and no line is too wide")
    func hostile() {
        var record = record(.slurm)
        record.scenario = "\u{1B}[31mred\nrm -rf"
        record.strategy = "a\nb"
        let text = SizeReport(width: 60).text(of: record)
        #expect(!text.contains("\u{1B}") && !text.contains("\nb") && !text.contains("\nrm"))
    }
}

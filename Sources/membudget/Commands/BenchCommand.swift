import ArgumentParser
import Bench
import Judging
import MemoryBudget
import Processes
import Reports

/// `membudget bench`: measures the strategies of scenarios against each other.
struct BenchCommand: AsyncParsableCommand, ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Compare the strategies of scenarios under their budgets.",
        discussion: """
            Without a scenario or --command, runs every scenario at the top of the Scenarios folder. \
            Each trial is a fresh process; trials are interleaved and shuffled. The status is 0 when \
            every cell was measured, whatever the verdicts; 70 if a strategy crashed or failed, 75 if \
            one timed out, 69 if one can't run here (the others do), 3 if a cell is inconclusive.

              membudget bench csv-ingest --strategy streamed --scale 80k
              membudget bench csv-ingest --input products.csv
              membudget bench --command 'python3 a.py {input}' \\
                --command 'node b.js {input}' --input orders.csv --budget 512MiB
              membudget bench Scenarios/full --all
            """)

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let place = try options.place(of: Self._commandName)
        let options = try begun(at: place).options
        // Until now there was nothing to lose, and reading a large run may take long.
        StopSignals.install()
        let measured = try await options.shown(at: place, as: { $0 }) { events in
            try await BenchSession(options.prepared(telling: events), at: place).run()
        }
        try printOutput(options.report(of: measured.record))
        try conclude(measured)
    }

    private func conclude(_ measured: Measured) throws {
        if case .signal(let signal) = measured.interruption {
            throw Failure(interruptedBy: signal)
        }
        let status = MeasuredStatus(measured.record)
        // What could not be measured comes before what was not run.
        if measured.interruption == .timeLimit,
            ![.crashed, .timedOut].contains(status.exitStatus)
        {
            throw Failure(.inconclusive, "the time limit passed before every trial ran")
        }
        try Failure.check(status)
    }
}

import ArgumentParser
import Bench
import Judging
import MemoryBudget
import Processes
import Reports

/// `membudget bench`: measures and compares the strategies of scenarios.
struct BenchCommand: AsyncParsableCommand, ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Compare the strategies of scenarios under their budgets.",
        discussion: """
            Without a scenario or --command, measures every scenario in the Scenarios folder, but \
            not those in its subfolders. Trials are interleaved and shuffled.

            Exit status:
            0  every cell was measured, even if over budget or with a wrong result
            3  a trial stalled or was killed from outside, or --time-limit ended the run
            3  it is unknown which result is right, or one to compare with is unreadable
            69  a strategy can't run on this machine; the others still run
            70  a strategy, or the program that checks its result, crashed or failed
            75  a trial timed out

              membudget bench csv-ingest --strategy streamed --scale 80k
              membudget bench csv-ingest --input products.csv
              membudget bench --command 'python3 a.py {input}' \\
                --command 'node b.js {input}' --input orders.csv --budget 512MiB
              membudget bench Scenarios/full --all

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let place = try options.place(of: Self._commandName)
        let options = try begun(at: place).options
        // Installed only now: reading a large run may take long, and nothing could be lost before.
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
        // A failed measurement takes precedence over a missing one.
        if measured.interruption == .timeLimit,
            ![.crashed, .timedOut].contains(status.exitStatus)
        {
            throw Failure(.inconclusive, "the time limit passed before every trial ran")
        }
        try Failure.check(status)
    }
}

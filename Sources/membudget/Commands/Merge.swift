import ArgumentParser
import Bench
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore
import ScenarioFiles

/// `membudget merge`: joins the shards of a run.
struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Join the shards of a run, each measured with --shard, into one run.",
        discussion: """
            Joins the raw trials, computes all results from them again, and prints the report. The \
            exit status is the one that the run would have had without shards. If the shards were \
            measured by 'gate', the joined run is judged by their scenario files, baseline folder, \
            --require-baseline and --ratchet. If a shard is missing, unfinished or named twice, or \
            the runs are not shards of one run (other scenario files, options or seeds), nothing \
            is written and the exit status is 65. A warning lists differences between the machines.

              membudget bench --shard 1/2 --run-dir part-1
              membudget bench --shard 2/2 --run-dir part-2
              membudget merge part-1 part-2 --output whole

            \(Membudget.flagDefaults)
            """)

    @Argument(help: "Folders of all shards, in any order.", completion: .directory)
    var runs: [String]

    @Option(
        help: ArgumentHelp("New folder for the joined run (required).", valueName: "dir"),
        completion: .directory)
    var output: String

    @Flag(help: "Don't warn about different machines.")
    var quiet = false

    func run() throws {
        let merge = try RunMerge(
            of: runs, commandLine: ProgramArguments.texts, describe: \.sentence)
        if !quiet { merge.warnings.forEach { printError("warning: \($0.sentence)") } }
        let gate = try gate(of: merge)
        // Installed only now: reading large runs may take long, and nothing could be lost before.
        StopSignals.install()
        let record = try merge.write(to: output, wording: \.worded) {
            if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
        }
        let judged = try gate.map { try judge(record, by: $0) }
        try printOutput(TerminalReport(style: .forStandardOutput).text(of: record))
        guard let judged else { return try Failure.check(MeasuredStatus(record)) }
        let text = GateText(style: .forStandardOutput, width: Terminal.output.wrapColumns)
            .text(of: judged, paths: record.paths)
        try printOutput("\n" + text)
        let status = ExitStatus(judged.findings.map(\.result))
        guard status == .success else { throw Failure(status) }
    }

    /// Returns the gate of the joined run; `nil` if no shard was measured by `gate`.
    private func gate(of merge: RunMerge) throws -> Gate? {
        try merge.gate.map { try Gate(of: merge.plan, as: $0) }
    }

    /// Judges the joined run by its scenarios' rules, even if a shard was advisory.
    private func judge(_ measured: RunRecord, by gate: Gate) throws -> GateRecord {
        var record = measured
        let judged = gate.record(of: record, isAdvisory: false)
        record.gate = judged
        try RunDirectory(reading: output).write(record)
        return judged
    }
}

extension Gate {
    /// Creates a gate from the scenarios that a run has recorded; budgets are those of its cells.
    ///
    /// - Parameter shards: The gate record of the shards.
    fileprivate init(of run: RunRecord, as shards: GateRecord) throws {
        let paths = run.paths
        let scenarios = try (run.plan?.scenarios ?? []).map { plan in
            do {
                var scenario = try ScenarioParser().parse(plan.text, path: paths[plan.name] ?? "")
                scenario.noteBudgets(of: run.scenario(plan.name)?.cells ?? [])
                return scenario
            } catch {
                throw Failure(.invalidScenario, "\(error)")
            }
        }
        self.init(scenarios: scenarios, isRatchet: shards.isRatchet)
        let names = scenarios.map(\.name)
        if run.scenarios.contains(where: { $0.build == .base }) { reference = .base }
        if let baseline = shards.baseline {
            reference = .baselines(
                try BaselineFolder(reading: baseline, scenarios: names),
                isRequired: shards.isBaselineRequired)
        }
    }
}

extension Scenario {
    /// Notes that the budgets are not those of the file, if the cells were judged by others.
    fileprivate mutating func noteBudgets(of cells: [CellRecord]) {
        let isReplaced = cells.contains { $0.budget?.limit != budget(of: $0.strategy)?.limit }
        if isReplaced { budgetOption = "--budget" }
    }
}

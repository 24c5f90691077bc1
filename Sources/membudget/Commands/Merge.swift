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
            The raw trials are joined and everything is computed from them again. The report is \
            printed, and the status is that of the unsharded run: if the shards were measured by \
            'gate', the whole is judged by the scenario texts, the folder of baselines, \
            --require-baseline and --ratchet that they had. Runs that are not shards of one run \
            (other scenario texts, options or seeds), and a shard that is missing, unfinished or \
            named twice, end with 65, and nothing is written. A warning names different machines.

              membudget bench --shard 1/2 --run-dir part-1
              membudget bench --shard 2/2 --run-dir part-2
              membudget merge part-1 part-2 --output whole

            \(Membudget.flagDefaults)
            """)

    @Argument(help: "The run directories of all shards, in any order.", completion: .directory)
    var runs: [String]

    @Option(
        help: ArgumentHelp("New folder for the joined run (required).", valueName: "dir"),
        completion: .directory)
    var output: String

    @Flag(help: "Print no warnings about different machines.")
    var quiet = false

    func run() throws {
        let merge = try RunMerge(
            of: runs, commandLine: ProgramArguments.texts, describe: \.sentence)
        if !quiet { merge.warnings.forEach { printError("warning: \($0.sentence)") } }
        let gate = try gate(of: merge)
        // Until now there was nothing to lose, and reading large runs may take long.
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

    /// What the whole is judged by; read before anything is written. Nil if no shard was judged.
    private func gate(of merge: RunMerge) throws -> Gate? {
        try merge.gate.map { try Gate(of: merge.plan, as: $0) }
    }

    /// Holds the whole to what its scenarios promise; whether a shard was advisory is its affair.
    private func judge(_ measured: RunRecord, by gate: Gate) throws -> GateRecord {
        var record = measured
        let judged = gate.record(of: record, isAdvisory: false)
        record.gate = judged
        try RunDirectory(reading: output).write(record)
        return judged
    }
}

extension Gate {
    /// A gate by what a run keeps of its scenarios; budgets are those of its cells.
    ///
    /// - Parameter shards: What its shards were judged by.
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
    /// Notes that the budgets are not the file's, if the cells were judged by others.
    fileprivate mutating func noteBudgets(of cells: [CellRecord]) {
        let isReplaced = cells.contains { $0.budget?.limit != budget(of: $0.strategy)?.limit }
        if isReplaced { budgetOption = "--budget" }
    }
}

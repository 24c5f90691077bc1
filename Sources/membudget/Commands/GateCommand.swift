import ArgumentParser
import Bench
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget gate`: measures as `bench` does, and holds the result to what the scenarios promise.
struct GateCommand: AsyncParsableCommand, ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Measure scenarios, and fail if a scenario's rules are violated.",
        discussion: """
            Runs what 'bench' runs, judges it by the budgets and 'gate' rules of the scenario files, \
            and prints the report and a line for every violated rule. The status is 0 if every rule \
            passes, 1 over budget or wrong result, 2 regressed against the baseline or base, 3 \
            inconclusive or nothing to judge by. Failed measurements take precedence: 70 crashed or \
            failed, 75 timed out, 69 can't run here.

              membudget gate
              membudget gate csv-ingest --baseline Scenarios/baselines
              membudget gate import --against ../base
              membudget gate csv-ingest --update-baseline Scenarios/baselines

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: BenchOptions

    @Option(
        help: ArgumentHelp(
            "Folder of committed baselines; growth beyond the threshold fails (default: none).",
            valueName: "dir"), completion: .directory)
    var baseline: String?

    @Flag(help: "Fail with status 3 if a baseline is missing.")
    var requireBaseline = false

    @Option(
        help: ArgumentHelp(
            """
            Another build to compare peaks with, run interleaved: a checkout of the base, or a folder \
            of workers (default: none).
            """,
            valueName: "dir"), completion: .directory)
    var against: String?

    @Option(
        help: ArgumentHelp(
            "Write the results as baselines to this folder, if every rule passes (default: none).",
            valueName: "dir"), completion: .directory)
    var updateBaseline: String?

    @Flag(help: "Also fail on improvements beyond the threshold.")
    var ratchet = false

    @Flag(help: "Exit with 0 where the status would be 1, 2 or 3.")
    var advisory = false

    func validate() throws {
        let references = [baseline, against, updateBaseline].compactMap(\.self)
        if references.count > 1 {
            throw ValidationError("give one of --baseline, --against and --update-baseline")
        }
        if options.input != nil && (baseline != nil || updateBaseline != nil) {
            throw ValidationError(
                "--input is data of your own; baselines are of a scenario's data, so leave out"
                    + " --baseline and --update-baseline")
        }
        if requireBaseline && baseline == nil {
            throw ValidationError("--require-baseline needs --baseline DIR")
        }
        if ratchet && baseline == nil && against == nil {
            throw ValidationError("--ratchet needs --baseline DIR or --against DIR")
        }
    }

    func run() async throws {
        let place = try options.place(of: Self._commandName)
        let command = try begun(at: place)
        // Until now there was nothing to lose, and reading a large run may take long.
        StopSignals.install()
        try await command.measure(at: place)
    }

    private var settings: GateSettings {
        var settings = GateSettings()
        settings.baseline = baseline
        settings.requireBaseline = requireBaseline
        settings.against = against
        settings.updateBaseline = updateBaseline
        settings.ratchet = ratchet
        settings.advisory = advisory
        return settings
    }

    /// A gate and what it found.
    private struct Gating: Sendable {
        let gate: PreparedGate
        let gated: Gated
    }

    private func measure(at place: RunPlace) async throws {
        let gating = try await options.shown(at: place, as: \Gating.gated.measured) { events in
            let gate = try await PreparedGate(
                try await options.prepared(measuresShipped: false, telling: events), settings)
            return Gating(gate: gate, gated: try await gate.run(at: place))
        }
        let (gate, gated) = (gating.gate, gating.gated)
        let run = gated.measured.record
        if case .signal(let signal) = gated.measured.interruption {
            try printOutput(options.report(of: run))
            throw Failure(interruptedBy: signal)
        }
        guard let status = gated.status, let record = run.gate else {
            preconditionFailure("a run that no signal stopped is judged")
        }
        try show(run, record)
        if let paths = try gate.updateBaselines(with: gated) {
            for path in paths { printError("wrote \(path)") }
        }
        let note =
            gate.updatesBaselines
            ? "no baseline was written: only a run that keeps every rule makes one" : nil
        if status != .success, advisory && status.isSoftened {
            if let note { printError(note) }
        } else if status != .success {
            throw Failure(status, note)
        }
    }

    /// The report, which opens with what failed, then every rule that is not kept; beside JSON, which holds both, on standard error.
    private func show(_ run: RunRecord, _ gate: GateRecord) throws {
        func text(_ style: Style, on terminal: Terminal) -> String {
            GateText(style: style, width: terminal.wrapColumns).text(of: gate, paths: run.paths)
        }
        guard options.format.medium != .data else {
            try printOutput(options.report(of: run))
            printError(lines: String(text(.forStandardError, on: .error).dropLast()))
            return
        }
        try printOutput(options.report(of: run) + "\n" + text(.forStandardOutput, on: .output))
    }
}

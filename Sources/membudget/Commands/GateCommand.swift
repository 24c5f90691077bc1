import ArgumentParser
import Bench
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget gate`: measures like `bench`, and checks the result against the scenarios' rules.
struct GateCommand: AsyncParsableCommand, ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Measure scenarios, and fail if a rule of a scenario is violated.",
        discussion: """
            Measures what 'bench' would, checks the results against the budgets and 'gate' rules \
            of the scenario files, and prints the report and one line per violated rule. A \
            candidate is a strategy that is neither control nor reference.

            Exit status:
            0  every rule is kept
            1  a candidate is over budget, wrong, or violates a rule
            2  a peak regressed against its baseline or the base build
            3  the measurements are inconclusive, or there is nothing to judge
            69  a strategy can't run on this machine
            70  a strategy, or the program that checks its result, crashed or failed
            75  a trial timed out
            If several apply, 70, 75 and 69 come before 1, 2 and 3.

              membudget gate
              membudget gate csv-ingest --baseline Scenarios/baselines
              membudget gate import --against ../base
              membudget gate csv-ingest --update-baseline Scenarios/baselines

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var options: BenchOptions

    @Option(
        help: ArgumentHelp(
            "Folder of committed baselines; fail if a peak exceeds its baseline by more than the"
                + " scenario's threshold (default: none).",
            valueName: "dir"), completion: .directory)
    var baseline: String?

    @Flag(help: "Fail with status 3 if a baseline is missing.")
    var requireBaseline = false

    @Option(
        help: ArgumentHelp(
            """
            Compare peaks with those of another build, and alternate the trials of both: DIR is a \
            checkout of the base branch, or a folder with another build of membudget's worker programs (default: none).
            """,
            valueName: "dir"), completion: .directory)
    var against: String?

    @Option(
        help: ArgumentHelp(
            "Write the results to this folder as baselines, if every rule is kept (default: none).",
            valueName: "dir"), completion: .directory)
    var updateBaseline: String?

    @Flag(help: "Also fail on improvements beyond the threshold.")
    var ratchet = false

    @Flag(help: "Report violated rules, but exit with status 0 instead of 1, 2 or 3.")
    var advisory = false

    func validate() throws {
        let references = [baseline, against, updateBaseline].compactMap(\.self)
        if references.count > 1 {
            throw ValidationError("give only one of --baseline, --against and --update-baseline")
        }
        if options.input != nil && (baseline != nil || updateBaseline != nil) {
            throw ValidationError(
                "baselines are for a scenario's own data, not for --input; leave out --input, or"
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
        // Installed only now: reading a large run may take long, and nothing could be lost before.
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

    /// A gate and its result.
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
            preconditionFailure("a run without a signal has a verdict")
        }
        try show(run, record)
        if let paths = try gate.updateBaselines(with: gated) {
            for path in paths { printError("wrote \(path)") }
        }
        let note =
            gate.updatesBaselines
            ? "no baseline was written, because not every rule passed" : nil
        if status != .success, advisory && status.isSoftened {
            if let note { printError(note) }
        } else if status != .success {
            throw Failure(status, note)
        }
    }

    /// Prints the report and the violated rules; next to a JSON report, the rules go to standard
    /// error.
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

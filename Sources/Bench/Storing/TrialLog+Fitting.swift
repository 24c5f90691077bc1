import Harness
import MemoryBudget
import Reports
import RunStore

extension TrialLog {
    /// Finds out whether the trials of a run without `run.json` are of what is asked for now: nothing
    /// else says what they are of.
    ///
    /// - Parameters:
    ///   - requests: What is asked for, the base's part too.
    ///   - settings: The options with which it is.
    /// - Throws: ``BenchError`` 64 if no scenario is named, or a trial doesn't fit.
    func check(for requests: [BenchRequest], by settings: BenchSettings) throws {
        guard !observations.isEmpty else { return }
        guard !settings.scenarios.isEmpty else {
            throw BenchError(
                .usage,
                "\(path) has trials and no run.json; name the scenario that they are of, with the"
                    + " options that the run was started with, or choose another --run-dir")
        }
        guard let (trial, misfit) = misfit(among: requests, considersDurations: true) else {
            return
        }
        throw BenchError(
            .usage,
            "\(path) has no run.json, and its trial '\(trial)' is not one of those asked for:"
                + " \(misfit); resume it with the options that it was started with, or choose"
                + " another --run-dir")
    }

    /// Finds out whether the trials of a run are of its own plan; somebody may have added others.
    ///
    /// - Parameter requests: The plan, the base's part too.
    /// - Throws: `RunStoreError` with code `damaged` if one isn't.
    func check(forPlanned requests: [BenchRequest]) throws {
        // A machine that slept may have made a trial long: here the record tells the timeout.
        guard let (trial, misfit) = misfit(among: requests, considersDurations: false) else {
            return
        }
        throw RunStoreError(
            .damaged, path: "\(path)/trials.jsonl",
            reason: "its trial '\(trial)' is not one of this run: \(misfit)",
            advice: "put back the journal that the run wrote, or start another run")
    }

    /// The first trial that doesn't fit, and why; nil if all of them do.
    private func misfit(
        among requests: [BenchRequest], considersDurations: Bool
    ) -> (TrialIdentity, String)? {
        observations.lazy.compactMap { trial in
            Self.misfit(of: trial, among: requests, considersDurations: considersDurations)
                .map { (TrialIdentity(trial), $0) }
        }.first
    }

    private static func misfit(
        of observation: Observation, among requests: [BenchRequest], considersDurations: Bool
    ) -> String? {
        let request = requests.first { $0.scenario.name == observation.scenario }
        guard let request else {
            return "scenario '\(observation.scenario)' isn't named"
        }
        guard request.cells.contains(where: { observation.isTrial(of: $0) }) else {
            return "no such strategy and scale is selected"
        }
        let durations = considersDurations ? request.durations(of: observation) : []
        return (request.differences(from: observation) + durations.map(request.difference))
            .map(\.sentence).first
    }
}

extension Observation {
    /// Whether there was a program to run, so that its budget was in force.
    fileprivate var hasStarted: Bool {
        ![.notFound, .notExecutable].contains(evidence.kind)
    }

    /// Whether it is one of the trials that a planned cell leads to.
    fileprivate func isTrial(of cell: Cell) -> Bool {
        guard cell.strategy == strategy, cell.parameters == parameters else { return false }
        switch kind {
        case .measured, .need, .profiled: return cell.scale.units == scale.units
        case .floor: return scale.units == 0
        case .edge: return true
        }
    }
}

extension BenchRequest {
    /// The differences of the conditions of its trials from those of one that was run.
    fileprivate func differences(from trial: Observation) -> [ConditionDifference] {
        var values = [
            ("seed", "\(seed)", "\(trial.seed)"),
            ("allocator", scenario.allocator.rawValue, trial.allocator.name.rawValue),
            ("cpus", Self.text(scenario.processorCount), Self.text(trial.processorCount)),
        ]
        // A need trial is under the ceiling, and one that couldn't start under nothing.
        if trial.kind != .need && trial.hasStarted {
            values.append(
                ("budget", Self.text(scenario.budget(of: trial.strategy)), Self.text(trial.budget)))
            values.append(
                (
                    "enforce", limits.enforcement.rawValue, trial.enforcement.requested.rawValue
                ))
        }
        values += counts(of: trial)
        return values.filter { $0.1 != $0.2 }.map(difference)
    }

    fileprivate func difference(
        _ name: String, found: String, wanted: String
    ) -> ConditionDifference {
        .setting(scenario: scenario.name, name: name, found: found, wanted: wanted)
    }

    /// The timeout, as far as a trial tells it: what lasted longer had another.
    fileprivate func durations(of trial: Observation) -> [(String, String, String)] {
        guard let timeout = limits.timeout else { return [] }
        let duration = Duration.nanoseconds(trial.wallNanoseconds)
        // On a busy machine a trial may end late, and none before its time.
        let isLonger = duration > timeout + timeout / 2 + .seconds(10)
        let isShorter = trial.outcome == .timedOut && duration < timeout * 0.9
        guard isLonger || isShorter else { return [] }
        return [
            ("timeout", TimeSpan.describe(timeout), "about \(TimeSpan.describe(duration))")
        ]
    }

    /// The number of trials, as far as one tells it: no cell gets one of a higher number.
    private func counts(of trial: Observation) -> [(String, String, String)] {
        guard trial.kind == .measured, trial.index >= ExtraTrials.cap(trials: scenario.trials)
        else { return [] }
        return [("trials", "\(scenario.trials)", "more than \(scenario.trials)")]
    }

    private static func text(_ count: Int?) -> String { count.map { "\($0)" } ?? "none" }

    private static func text(_ budget: Budget?) -> String {
        budget.map { "\($0.metric.rawValue) \($0.limit.argument)" } ?? "none"
    }
}

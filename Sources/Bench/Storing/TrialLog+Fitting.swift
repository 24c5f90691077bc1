import Harness
import MemoryBudget
import Reports
import RunStore

extension TrialLog {
    /// Checks that the trials of a run without `run.json` fit the current settings. There is no
    /// other record of the settings that they were made with.
    ///
    /// - Parameters:
    ///   - requests: The requested scenarios, including the base's parts.
    ///   - settings: The current settings.
    /// - Throws: ``BenchError`` 64 if no scenario is named, or a trial doesn't fit.
    func check(for requests: [BenchRequest], by settings: BenchSettings) throws {
        guard !observations.isEmpty else { return }
        guard !settings.scenarios.isEmpty else {
            throw BenchError(
                .usage,
                "\(path) has trials and no run.json; name the scenario that they belong to, with"
                    + " the options that the run was started with, or choose another --run-dir")
        }
        guard let (trial, misfit) = misfit(among: requests, considersDurations: true) else {
            return
        }
        throw BenchError(
            .usage,
            "\(path) has no run.json, and its trial '\(trial)' doesn't match these options:"
                + " \(misfit); resume it with the options that it was started with, or choose"
                + " another --run-dir")
    }

    /// Checks that the trials of a run belong to its own plan; another program may have added some.
    ///
    /// - Parameter requests: The planned scenarios, including the base's parts.
    /// - Throws: `RunStoreError` with code `damaged` if a trial doesn't fit.
    func check(forPlanned requests: [BenchRequest]) throws {
        // A machine that was suspended may have prolonged a trial; here the record has the timeout.
        guard let (trial, misfit) = misfit(among: requests, considersDurations: false) else {
            return
        }
        throw RunStoreError(
            .damaged, path: "\(path)/trials.jsonl",
            reason: "its trial '\(trial)' doesn't belong to this run: \(misfit)",
            advice: "restore the journal that the run wrote, or start another run")
    }

    /// Returns the first trial that doesn't fit, and the reason; `nil` if all of them do.
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
            return "scenario '\(observation.scenario)' is not part of this run"
        }
        guard request.cells.contains(where: { observation.isTrial(of: $0) }) else {
            return "its strategy and scale are not part of this run"
        }
        let durations = considersDurations ? request.durations(of: observation) : []
        return (request.differences(from: observation) + durations.map(request.difference))
            .map(\.sentence).first
    }
}

extension Observation {
    /// Whether the program started, so that its budget was in force.
    fileprivate var hasStarted: Bool {
        ![.notFound, .notExecutable].contains(evidence.kind)
    }

    /// Returns whether this is a trial of a planned cell, or an additional one.
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
    /// Returns the differences between the conditions of the request's trials and those of a
    /// recorded one.
    fileprivate func differences(from trial: Observation) -> [ConditionDifference] {
        var values = [
            ("seed", "\(seed)", "\(trial.seed)"),
            ("allocator", scenario.allocator.rawValue, trial.allocator.name.rawValue),
            ("cpus", Self.text(scenario.processorCount), Self.text(trial.processorCount)),
        ]
        // A need trial runs under the ceiling; a trial that couldn't start ran under no limit.
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

    /// Returns the differing timeout, if the trial shows it: a trial that took longer had another
    /// timeout.
    fileprivate func durations(of trial: Observation) -> [(String, String, String)] {
        guard let timeout = limits.timeout else { return [] }
        let duration = Duration.nanoseconds(trial.wallNanoseconds)
        // On a busy machine a trial may end later than its timeout, but never earlier.
        let isLonger = duration > timeout + timeout / 2 + .seconds(10)
        let isShorter = trial.outcome == .timedOut && duration < timeout * 0.9
        guard isLonger || isShorter else { return [] }
        return [
            ("timeout", TimeSpan.describe(timeout), "about \(TimeSpan.describe(duration))")
        ]
    }

    /// Returns the differing number of trials, if the trial shows it by its own number.
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

import ArgumentParser
import Harness
import MemoryBudget
import Processes

/// A command that measures trials.
protocol MeasuringCommand: ParsableCommand {
    associatedtype Target: MeasuredTarget
    /// The conditions that trials are measured under.
    var measure: MeasureOptions<Target> { get }
    /// Whether a trial may run under a cgroup's limit.
    var mayUseCgroup: Bool { get }
}

extension MeasuringCommand {
    var mayUseCgroup: Bool { measure.mayUseCgroup }

    /// Prepares a cgroup for the trials before the first one: takes membudget's own cgroup, or
    /// enters a systemd scope. A run that doesn't require a cgroup never fails here.
    ///
    /// - Throws: ``Failure`` 69 (125 for `run`) if --take-cgroup was given and fails.
    func prepareCgroup() async throws {
        guard mayUseCgroup else {
            guard measure.takesCgroup else { return }
            throw ValidationError("--take-cgroup needs a --budget to enforce")
        }
        if measure.takesCgroup { return try takeCgroup() }
        guard let reason = await OwnCgroup.enterScope(), !measure.quiet else { return }
        printError("membudget: got no cgroup from systemd (\(reason)); running without one")
    }

    /// Takes membudget's own cgroup, and moves the other processes in it.
    func takeCgroup() throws {
        // From here on, nothing may end this process before they are moved back.
        StopSignals.install()
        do throws(MachineError) {
            try OwnCgroup.take()
        } catch {
            throw Failure(self is Run ? .runFailed : error.exitStatus, error.description)
        }
    }
}

extension Run: MeasuringCommand {
    /// Whether there is a budget that a cgroup may enforce.
    var mayUseCgroup: Bool { measure.budget != nil && measure.mayUseCgroup }
}

extension BenchCommand: MeasuringCommand {
    var measure: MeasureOptions<ScenarioTarget> { options.measure }
}

extension GateCommand: MeasuringCommand {
    var measure: MeasureOptions<ScenarioTarget> { options.measure }
}

extension Limit: MeasuringCommand {}
extension Need: MeasuringCommand {}
extension Size: MeasuringCommand {}

import ArgumentParser
import Harness
import MemoryBudget
import Processes

/// A command that measures trials.
protocol MeasuringCommand: ParsableCommand {
    /// The conditions that trials are measured under.
    var measure: MeasureOptions { get }
    /// Whether a trial may run under a cgroup's limit.
    var mayUseCgroup: Bool { get }
}

extension MeasuringCommand {
    var mayUseCgroup: Bool { measure.mayUseCgroup }

    /// Gets a cgroup for trials before the first one, by taking our own or in a scope of systemd's; a
    /// run that can do without one never fails for it.
    ///
    /// - Throws: ``Failure`` 69 (of `run`: 125) if it was to be taken, and can't be.
    func prepareCgroup() async throws {
        guard mayUseCgroup else {
            guard measure.takesCgroup else { return }
            throw ValidationError("--take-cgroup needs a --budget to enforce")
        }
        if measure.takesCgroup { return try takeCgroup() }
        guard let reason = await OwnCgroup.enterScope(), !measure.quiet else { return }
        printError("membudget: no cgroup of its own from systemd (\(reason)); running without")
    }

    /// Takes our own cgroup, with all that share it.
    func takeCgroup() throws {
        // From now on nothing may end us before they are moved back.
        StopSignals.install()
        do throws(MachineError) {
            try OwnCgroup.take()
        } catch {
            throw Failure(self is Run ? .runFailed : error.exitStatus, error.description)
        }
    }
}

extension Run: MeasuringCommand {
    /// A command without a budget runs under no limit.
    var mayUseCgroup: Bool { measure.budget != nil && measure.mayUseCgroup }
}

extension BenchCommand: MeasuringCommand {
    var measure: MeasureOptions { options.measure }
}

extension GateCommand: MeasuringCommand {
    var measure: MeasureOptions { options.measure }
}

extension Limit: MeasuringCommand {}
extension Need: MeasuringCommand {}
extension Size: MeasuringCommand {}

package import MemoryBudget

/// The conditions under which trials are measured, where a command sets them.
///
/// Together with ``Selection`` this decides whether a run may be resumed or joined with another:
/// every property is recorded under the name of its option (see ``RecordedSettings``).
package struct MeasurementSettings: Codable, Hashable, Sendable {
    /// The inclusive limit, in place of every budget of the scenario; nil keeps those.
    package var budget: ByteCount?
    /// The metric that budgets limit; nil keeps the scenario's.
    package var metric: Metric?
    /// The way budgets are enforced; default `auto`.
    package var enforce = Enforcement.auto
    /// The enforcement without which nothing is run; nil requires none.
    package var requireEnforcement: Enforcement?
    /// The longest that one trial may take; nil keeps the scenario's.
    package var timeout: Duration?
    /// The number of processors that a trial is pinned to; nil keeps the scenario's.
    package var cpus: Int?
    /// The allocator of the measured commands; nil keeps the scenario's.
    package var allocator: Allocator?
    /// Whether commands are traced; without it peaks are lower bounds. Default true.
    package var ptrace = true
    /// Whether cells that went over get a trial without budget. Default true.
    package var need = true
    /// Whether every cell gets a profiled trial. Default false.
    package var profile = false
    /// Whether cells that went over get a profiled trial, where commands are traced. Default true.
    package var autopsy = true
    /// Bytes that a profiled trial allocates between two samples; nil fits them to the cell's budget.
    package var sampleInterval: ByteCount?

    /// The scenario's own conditions.
    package init() {}

    /// The reason that a command without jemalloc can't be judged by its live bytes.
    package static let liveBytesNeedJemalloc =
        "peak-live is read from jemalloc, and the command has an allocator of its own;"
        + " add --allocator jemalloc"
}

extension MeasurementSettings {
    /// The cells that get a profiled trial. Without tracing there are none: memory is read at exit stops.
    ///
    /// - Parameter hasBudget: Whether there is a budget to go over.
    func profiledCells(hasBudget: Bool) -> ProfiledCells {
        guard ptrace else { return .none }
        return profile ? .all : autopsy && hasBudget ? .overBudget : .none
    }
}

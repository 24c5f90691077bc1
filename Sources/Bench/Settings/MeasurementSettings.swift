package import MemoryBudget

/// The conditions under which trials are measured, as set by a command.
///
/// Together with ``Selection`` these decide whether a run may be resumed or joined with another.
/// Every property is recorded under the name of its option (see ``RecordedSettings``).
package struct MeasurementSettings: Codable, Hashable, Sendable {
    /// The inclusive limit, used instead of every budget of the scenario; `nil` keeps those.
    package var budget: ByteCount?
    /// The metric that budgets limit; `nil` keeps the scenario's.
    package var metric: Metric?
    /// The enforcement of budgets; default `auto`.
    package var enforce = Enforcement.auto
    /// The enforcement without which no trial is run; `nil` requires none.
    package var requireEnforcement: Enforcement?
    /// The maximum duration of a trial; `nil` keeps the scenario's.
    package var timeout: Duration?
    /// The number of processors that a trial is pinned to; `nil` keeps the scenario's.
    package var cpus: Int?
    /// The allocator of the measured commands; `nil` keeps the scenario's.
    package var allocator: Allocator?
    /// Whether commands are traced; without tracing, peaks are lower bounds. Default true.
    package var ptrace = true
    /// Whether cells over budget get a trial without a budget. Default true.
    package var need = true
    /// Whether every cell gets a profiled trial. Default false.
    package var profile = false
    /// Whether cells over budget get a profiled trial, if commands are traced. Default true.
    package var autopsy = true
    /// The number of bytes that a profiled trial allocates between two samples; `nil` derives it
    /// from the cell's budget.
    package var sampleInterval: ByteCount?

    /// Creates settings that keep the scenario's own conditions.
    package init() {}

    /// The error for a command without jemalloc whose live bytes are to be judged.
    package static let liveBytesNeedJemalloc =
        "peak-live is read from jemalloc, but the command uses another allocator;"
        + " add --allocator jemalloc"
}

extension MeasurementSettings {
    /// Returns the cells that get a profiled trial; none without tracing, because memory is read at
    /// exit stops.
    ///
    /// - Parameter hasBudget: Whether there is a budget.
    func profiledCells(hasBudget: Bool) -> ProfiledCells {
        guard ptrace else { return .none }
        return profile ? .all : autopsy && hasBudget ? .overBudget : .none
    }
}

package import MemoryBudget

/// One strategy at one scale, with all its measurements.
package struct CellRecord: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// The size of the input.
    package var scale: ScaleRecord
    /// The role, which decides how its result counts.
    package var role: Scenario.Role
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// The budget it was judged by, the strategy's own or the scenario's; `nil` if only measured.
    package var budget: Budget?
    /// The verdict of the measured trials about the budget.
    package var verdict: Verdict
    /// Whether the results were checked; `nil` if none completed, or in a run of an earlier
    /// membudget.
    private var recordedCheck: Bool?
    /// The differing results of its scale, if its own is among them; `nil` if they agree or weren't
    /// compared.
    package var disagreement: ResultDisagreement?
    /// The median peak RSS on an empty input; `nil` if no floor trial completed.
    package var floorRSSBytes: Double?
    /// The reason for a missing floor, in a sentence; `nil` if there is one, none was tried, or in
    /// a run of an earlier membudget.
    package var floorProblem: String?
    /// The peak RSS without a budget; `nil` unless an unbudgeted trial completed.
    package var needRSSBytes: Int?
    /// The throughput without a budget; `nil` unless an unbudgeted trial completed.
    package var needUnitsPerSecond: Double?
    /// The expected need; `nil` if it was measured, or can't be extrapolated.
    package var needEstimate: NeedEstimate?
    /// The call site that held most memory; `nil` without a profile.
    package var holder: HolderRecord?
    /// The summary of the measured trials; `nil` if there are none.
    package var summary: CellSummary?
    /// The measured trials in order, then the unbudgeted one, then the profiled one.
    package var trials: [Observation]
    /// A sample of the rejected units, at most ``RejectedUnit/limit``.
    package var rejected: [RejectedUnit]

    /// The strategy and parameters, sorted by name: `streamed batch=1000`.
    package var variant: String {
        cell.variant
    }

    /// The cell that this is the result of.
    package var cell: Cell {
        Cell(
            strategy: strategy, role: role, scale: Scale(units: scale.units, label: scale.label),
            parameters: parameters)
    }

    /// Whether the results of all completed measured trials were checked; `nil` if none completed.
    package var isResultChecked: Bool? {
        recordedCheck ?? Self.isResultChecked(in: measured)
    }

    private static func isResultChecked(in trials: [Observation]) -> Bool? {
        let completed = trials.filter(\.hasResult)
        return completed.isEmpty ? nil : completed.allSatisfy(\.isResultChecked)
    }

    /// The trials that are judged.
    package var measured: [Observation] {
        trials.filter { $0.kind == .measured }
    }

    /// The trials of a reference that wrote no result, or one that can't be read.
    package var unreadableResults: [Observation] {
        trials.filter { [.unreadable, .referenceAbsent].contains($0.check?.finding) }
    }

    /// The trial without a budget; `nil` if there is none.
    package var need: Observation? {
        trials.last { $0.kind == .need }
    }

    /// The profiled trial; `nil` if there is none.
    package var profiled: Observation? {
        trials.last { $0.kind == .profiled }
    }

    enum CodingKeys: String, StoredKey {
        case strategy, scale, role, parameters, budget, verdict
        case recordedCheck = "result_checked"
        case disagreement = "result_disagreement"
        case floorRSSBytes = "floor_rss_bytes"
        case floorProblem = "floor_problem"
        case needRSSBytes = "need_rss_bytes"
        case needUnitsPerSecond = "need_units_per_second"
        case needEstimate = "need_estimate"
        case holder, summary, trials, rejected
    }

    /// Creates a cell's record, with verdict and summary, from its observations.
    ///
    /// - Parameters:
    ///   - cell: The cell.
    ///   - observations: The cell's measured trials.
    ///   - floor: The floor trials of the same strategy and parameters.
    ///   - need: The trial without a budget.
    ///   - profiled: The trial that was profiled.
    ///   - holder: The call site that held most memory; `nil` without a profile.
    ///   - needEstimate: The need extrapolated from smaller scales; kept only if none was measured.
    ///   - budget: The budget to judge by; without one, every verdict is unmeasured.
    ///   - noise: The machine's noise, within which no reading decides; `nil` if not measured.
    ///   - rejected: The sample of rejected units; those above ``RejectedUnit/limit`` are dropped.
    ///   - disagreement: The differing results of its scale, which prevent the verdict within.
    package init(
        cell: Cell, observations: [Observation], floor: [Observation] = [],
        need: Observation? = nil, profiled: Observation? = nil, holder: HolderRecord? = nil,
        needEstimate: @autoclosure () -> NeedEstimate? = nil,
        budget: Budget?, noise: NoiseRecord? = nil, rejected: [RejectedUnit] = [],
        disagreement: ResultDisagreement? = nil
    ) {
        let inputBytes = (observations + [need].compactMap(\.self)).lazy
            .compactMap(\.scale.inputBytes).first
        strategy = cell.strategy
        scale = ScaleRecord(cell.scale, inputBytes: inputBytes)
        role = cell.role
        parameters = cell.parameters
        self.budget = budget
        let found = Verdict(judging: observations, budget: budget, noise: noise)
        verdict = found == .within && disagreement != nil ? .inconclusive : found
        self.disagreement = disagreement
        recordedCheck = Self.isResultChecked(in: observations)
        let floors = floor.filter { !$0.isCensored }.compactMap(\.peakRSSBytes)
        floorRSSBytes = Summary(floors.map(Double.init))?.median
        floorProblem = floors.isEmpty ? floor.first(where: \.isCensored)?.problem : nil
        let wholeNeed = need.flatMap { $0.isCensored ? nil : $0 }
        needRSSBytes = wholeNeed?.peakRSSBytes
        needUnitsPerSecond = wholeNeed?.wholeUnitsPerSecond
        let wasStopped = observations.contains { $0.outcome == .overBudget && $0.isCensored }
        self.needEstimate = wasStopped && wholeNeed == nil ? needEstimate() : nil
        summary = CellSummary(observations, judging: budget?.metric ?? .peakRSS)
        self.holder = holder
        trials = observations + [need, profiled].compactMap(\.self)
        self.rejected = Array(rejected.prefix(RejectedUnit.limit))
    }
}

extension Observation {
    /// The reason that it measured nothing, with the command's own words.
    fileprivate var problem: String {
        let line = stderrTail.flatMap(ErrorText.line)
        return evidence.detail + (line.map { "; stderr: \($0)" } ?? "")
    }
}

/// A unit of input that the job rejected, or accepted with a remark.
package struct RejectedUnit: Hashable, Sendable, Codable {
    /// The maximum number of units that a cell stores.
    package static let limit = 10

    /// The file within a tree, relative to the input; `nil` if the input is a single file.
    package var file: String?
    /// The line in its file where the unit starts, from 1; 0 for the file itself.
    package var line: Int
    /// The problem with the unit.
    package var reason: String
    /// Whether the unit was accepted with a remark; `nil` for a rejected one.
    package var kept: Bool?

    enum CodingKeys: String, StoredKey {
        case file, line, reason, kept
    }

    /// Creates a record.
    package init(file: String? = nil, line: Int, reason: String, kept: Bool? = nil) {
        self.file = file
        self.line = line
        self.reason = reason
        self.kept = kept
    }

    /// Whether the unit was rejected, rather than accepted with a remark.
    package var isRejected: Bool { kept != true }
}

package import MemoryBudget

/// One strategy at one scale, with everything that was measured of it.
package struct CellRecord: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// Size of the input.
    package var scale: ScaleRecord
    /// How its result counts.
    package var role: Scenario.Role
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// What was judged: the strategy's own budget, or the scenario's; nil if it was only measured.
    package var budget: Budget?
    /// What the measured trials say about the budget.
    package var verdict: Verdict
    /// Whether their results were checked; nil if none completed, or in a run of an earlier membudget.
    private var recordedCheck: Bool?
    /// Results of its scale, its own among them, that should be the same and are not; nil if they agree
    /// or weren't compared.
    package var disagreement: ResultDisagreement?
    /// Median peak RSS on an empty input; nil if no floor trial completed.
    package var floorRSSBytes: Double?
    /// Why there is no floor, in a sentence; nil if there is one, none was tried, or in a run of an
    /// earlier membudget.
    package var floorProblem: String?
    /// Peak RSS without a budget; nil without a need trial that completed.
    package var needRSSBytes: Int?
    /// Throughput without a budget; nil without a need trial that completed.
    package var needUnitsPerSecond: Double?
    /// What it is expected to need; nil if that was measured, or can't be extrapolated.
    package var needEstimate: NeedEstimate?
    /// Who held the memory; nil without a profile.
    package var holder: HolderRecord?
    /// The measured trials; nil if there are none.
    package var summary: CellSummary?
    /// The measured trials in order, then the need trial, then the profiled one.
    package var trials: [Observation]
    /// A sample of the rejected units; at most ``RejectedUnit/limit``.
    package var rejected: [RejectedUnit]

    /// Strategy and parameters, `streamed batch=1000`; parameters sorted by name.
    package var variant: String {
        cell.variant
    }

    /// The cell it is the result of.
    package var cell: Cell {
        Cell(
            strategy: strategy, role: role, scale: Scale(units: scale.units, label: scale.label),
            parameters: parameters)
    }

    /// Whether the result of every measured trial that completed was checked; nil if none completed.
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

    /// Of a cell whose results the others should equal: the trials that wrote none, or one that can't be read.
    package var unreadableResults: [Observation] {
        trials.filter { [.unreadable, .referenceAbsent].contains($0.check?.finding) }
    }

    /// The trial without a budget; nil if there was none.
    package var need: Observation? {
        trials.last { $0.kind == .need }
    }

    /// The trial that was profiled; nil if there was none.
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

    /// Assembles a cell's verdict and summary from its raw observations.
    ///
    /// - Parameters:
    ///   - cell: What was run.
    ///   - observations: The cell's measured trials.
    ///   - floor: The floor trials of the same strategy and parameters.
    ///   - need: The trial without a budget.
    ///   - profiled: The trial that was profiled.
    ///   - holder: Who held its memory; nil without a profile.
    ///   - needEstimate: What smaller scales say of the need; kept only where nothing measured it.
    ///   - budget: What is judged; nil judges nothing, and every verdict is unmeasured.
    ///   - noise: Of the machine, within which no reading decides; nil if it wasn't measured.
    ///   - rejected: The sample of rejected units; what is above ``RejectedUnit/limit`` is dropped.
    ///   - disagreement: Results of its scale that should be the same; then nothing is within.
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
    /// Why it measured nothing, with the command's own words.
    fileprivate var problem: String {
        let line = stderrTail.flatMap(ErrorText.line)
        return evidence.detail + (line.map { "; stderr: \($0)" } ?? "")
    }
}

/// A rejected unit: where it is, and why it was rejected.
package struct RejectedUnit: Hashable, Sendable, Codable {
    /// How many a cell keeps.
    package static let limit = 10

    /// In which file of a tree, relative to the input; nil for an input that is one file.
    package var file: String?
    /// Where it starts in its file, from 1; 0 for the file itself.
    package var line: Int
    /// What is wrong with it.
    package var reason: String
    /// True for a unit that was kept and only remarked on; nil for a rejected one.
    package var kept: Bool?

    enum CodingKeys: String, StoredKey {
        case file, line, reason, kept
    }

    /// Makes a record.
    package init(file: String? = nil, line: Int, reason: String, kept: Bool? = nil) {
        self.file = file
        self.line = line
        self.reason = reason
        self.kept = kept
    }

    /// True unless it was kept, and only remarked on.
    package var isRejected: Bool { kept != true }
}

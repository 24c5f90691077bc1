internal import MemoryBudget
internal import RunStore

/// What a scenario's peaks are compared with.
enum EarlierPeaks {
    /// Nothing.
    case none
    /// The same run with other workers; nil if they did nothing of it.
    case base(ScenarioRecord?)
    /// A committed file.
    case baseline(BaselineState, isRequired: Bool)

    /// How sentences name it.
    var name: String {
        if case .base = self { "the base" } else { "the baseline" }
    }

    /// The earlier peaks of a cell.
    func peaks(of cell: CellRecord, in record: ScenarioRecord) -> Lookup {
        switch self {
        case .none:
            return .absent("there is nothing to compare with")
        case .base(let base):
            let same = base?.cells.first { $0.cell == cell.cell }
            guard let same else { return .absent("the base has no such strategy") }
            return lookup(of: same)
        case .baseline(let state, _):
            guard let baseline = state.record else { return .absent(state.absence) }
            return baseline.metric == record.metric && baseline.dataset == record.dataset
                ? baseline.peaks(of: cell).map(Lookup.found) ?? .absent("not in the baseline")
                : .absent("the baseline is of other data or another metric")
        }
    }

    /// A base that was run: the trials that came to their end, if there are any. What its budget
    /// ended was above that, and of all else nothing is known.
    private func lookup(of base: CellRecord) -> Lookup {
        guard base.verdict != .wrong else { return .unknown("the base's result is wrong there") }
        if let peaks = base.summary?.judged.flatMap({ Summary($0.values) }) { return .found(peaks) }
        if base.verdict == .over, let bytes = base.highest { return .above(bytes) }
        let ending = base.measured.first.map { ": \($0.evidence.detail)" } ?? ""
        return .unknown("the base was not measured there\(ending)")
    }

    /// Why nothing at all is compared; nil if something is.
    var absence: String? {
        switch self {
        case .none: nil
        case .base(let base):
            base == nil ? "the base's workers can't run it, so nothing is compared" : nil
        case .baseline(let state, _): state.record == nil ? state.absence : nil
        }
    }

    /// Earlier peaks, or why there are none.
    enum Lookup {
        case found(Summary)
        /// Every trial was killed; the highest reading, in bytes.
        case above(Double)
        /// It was run, and says nothing.
        case unknown(String)
        /// There was none.
        case absent(String)
    }

    /// What comes of a cell without earlier peaks.
    var absentResult: GateFinding.Result {
        if case .baseline(_, isRequired: true) = self { .missing } else { .new }
    }
}

/// A committed baseline, and where others of its scenario are.
struct BaselineState {
    /// Nil if there is none for this environment.
    var record: BaselineRecord?
    /// The class of this environment.
    var environment: String
    /// The classes that have one.
    var others: [String]

    /// Why nothing is compared: a baseline of another class never is.
    var absence: String {
        let elsewhere =
            others.isEmpty ? "" : "; there is one for \(others.joined(separator: ", "))"
        return "no baseline for this environment (\(environment))\(elsewhere)"
    }
}

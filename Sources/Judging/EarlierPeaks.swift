internal import MemoryBudget
internal import RunStore

/// The earlier peaks that a scenario is compared with.
enum EarlierPeaks {
    /// No earlier peaks.
    case none
    /// The base's trials in the same run; `nil` if the base ran nothing of the scenario.
    case base(ScenarioRecord?)
    /// A committed baseline.
    case baseline(BaselineState, isRequired: Bool)

    /// The kind of the earlier peaks, for findings.
    var source: FindingReason.Earlier {
        if case .base = self { .base } else { .baseline }
    }

    /// Returns the earlier peaks of a cell.
    func peaks(of cell: CellRecord, in record: ScenarioRecord) -> Lookup {
        switch self {
        case .none:
            return .absent(.nothingCompared)
        case .base(let base):
            let same = base?.cells.first { $0.cell == cell.cell }
            return same.map(lookup) ?? .absent(.notInBase)
        case .baseline(let state, _):
            guard let baseline = state.record else { return .absent(state.absence) }
            return baseline.isOf(
                record.dataset, digests: record.dataDigests, metric: record.metric)
                ? baseline.peaks(of: cell).map(Lookup.found) ?? .absent(.notInBaseline)
                : .absent(.foreignBaseline)
        }
    }

    /// Returns the peaks of a base's completed trials, or else the lower bound from the trials that
    /// its budget stopped.
    private func lookup(of base: CellRecord) -> Lookup {
        guard let reading = base.rightReading else { return .unknown(.baseWrong) }
        if let peaks = base.summary?.judged.flatMap({ Summary($0.values) }) { return .found(peaks) }
        if base.verdict == .over, let bytes = reading.highest { return .above(bytes) }
        return .unknown(.baseUnmeasured)
    }

    /// The reason why nothing in the scenario is compared; `nil` if something is.
    var absence: FindingReason? {
        switch self {
        case .none: nil
        case .base(let base): base == nil ? .baseUnavailable : nil
        case .baseline(let state, _): state.record == nil ? state.absence : nil
        }
    }

    /// The earlier peaks of a cell, or the reason why there are none.
    enum Lookup {
        case found(Summary)
        /// Every trial was killed; the value is the highest reading, in bytes.
        case above(Double)
        /// The cell was run, but its peak is not known.
        case unknown(FindingReason)
        /// The cell was not run.
        case absent(FindingReason)
    }

    /// The result for a cell without earlier peaks.
    var absentResult: GateFinding.Result {
        if case .baseline(_, isRequired: true) = self { .missing } else { .new }
    }
}

/// The committed baseline of a scenario, and the environments of its other baselines.
struct BaselineState {
    /// The baseline for this environment; `nil` if there is none.
    var record: BaselineRecord?
    /// The name of this environment's class.
    var environment: String
    /// The names of other environments with a baseline.
    var others: [String]
    /// The path of the folder if it has no baselines at all; `nil` otherwise.
    var emptyFolder: String?

    /// The reason why nothing is compared; a baseline of another environment is never used.
    var absence: FindingReason {
        emptyFolder.map { .emptyBaselines(folder: $0) }
            ?? .noBaseline(environment: environment, others: others)
    }
}

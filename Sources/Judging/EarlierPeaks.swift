internal import MemoryBudget
internal import RunStore

/// The earlier peaks of a scenario.
enum EarlierPeaks {
    /// Nothing.
    case none
    /// The same run with other workers; nil if they did nothing of it.
    case base(ScenarioRecord?)
    /// A committed file.
    case baseline(BaselineState, isRequired: Bool)

    /// How findings name it.
    var source: FindingReason.Earlier {
        if case .base = self { .base } else { .baseline }
    }

    /// The earlier peaks of a cell.
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

    /// A base that was run: the trials that came to their end, if there are any. What its budget
    /// ended was above that, and of all else nothing is known.
    private func lookup(of base: CellRecord) -> Lookup {
        guard let reading = base.rightReading else { return .unknown(.baseWrong) }
        if let peaks = base.summary?.judged.flatMap({ Summary($0.values) }) { return .found(peaks) }
        if base.verdict == .over, let bytes = reading.highest { return .above(bytes) }
        return .unknown(.baseUnmeasured)
    }

    /// Why nothing at all is compared; nil if something is.
    var absence: FindingReason? {
        switch self {
        case .none: nil
        case .base(let base): base == nil ? .baseUnavailable : nil
        case .baseline(let state, _): state.record == nil ? state.absence : nil
        }
    }

    /// Earlier peaks, or why there are none.
    enum Lookup {
        case found(Summary)
        /// Every trial was killed; the highest reading, in bytes.
        case above(Double)
        /// It was run, and says nothing.
        case unknown(FindingReason)
        /// There was none.
        case absent(FindingReason)
    }

    /// The result of a cell without earlier peaks.
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
    /// The folder, if there is no baseline in it at all; nil otherwise.
    var emptyFolder: String?

    /// Why nothing is compared: a baseline of another class never is.
    var absence: FindingReason {
        emptyFolder.map { .emptyBaselines(folder: $0) }
            ?? .noBaseline(environment: environment, others: others)
    }
}

import Datasets
import Harness
import MemoryBudget
import RunStore

/// Finds the largest scale that fits a budget, by runs.
struct LimitSearch {
    private let cell: Cell
    private let budget: Budget
    private let timeLimit: Duration?
    /// Why nothing larger was tried, if everything fits.
    private var ceilingReason = "larger scales are tried with --max-scale"
    private var prober: Prober
    private var search: EdgeSearch
    private(set) var record: LimitRecord
    /// Other than success if the question could not be answered.
    private(set) var status = ExitStatus.success

    /// - Parameter maximum: The largest scale that is tried.
    init(_ prober: Prober, of cell: Cell, budget: Budget, maximum: Int, options: SearchOptions) {
        self.prober = prober
        self.cell = cell
        self.budget = budget
        timeLimit = options.timeLimit
        let scales = prober.request.scenario.scales.map(\.units).filter { $0 > 0 && $0 <= maximum }
        search = EdgeSearch(
            in: 1...maximum, rungs: scales.isEmpty ? [maximum] : scales,
            resolution: options.resolutionShare)
        record = LimitRecord(
            scenario: prober.request.scenario.name, strategy: cell.strategy,
            parameters: cell.parameters, unit: prober.request.worker?.pipeline.unit ?? "",
            budget: BudgetRecord(budget))
    }

    /// Runs until both ends are near enough, or nothing more can be learnt.
    mutating func run() async throws {
        while record.stoppedBecause == nil, let units = search.next {
            if let timeLimit, prober.progress.elapsed >= timeLimit {
                stop(.inconclusive, "the time limit passed")
            } else {
                try await look(at: units)
            }
        }
        record.largestWithinUnits = search.below
        record.smallestOverUnits = search.above
        record.isResolved = search.isResolved
        guard record.stoppedBecause == nil, !search.isResolved else { return }
        if search.below == nil {
            stop(.overBudget, "no scale fits")
        } else {
            stop(.success, ceilingReason)
        }
    }

    /// Leaves nothing behind.
    func end() {
        prober.end()
    }

    private mutating func look(at units: Int) async throws {
        var cell = cell
        cell.scale = Scale(units: units)
        let probe = Prober.Probe(
            cell: cell, budget: budget, enforcement: prober.request.limits.enforcement,
            remainingCount: search.remainingCount - 1,
            title: "\(cell.variant) @ \(cell.scale.label)")
        do {
            let observation = try await prober.run(probe)
            record.trials.append(observation)
            switch ProbeResult(observation) {
            case .kept: search.note(.below, at: units)
            case .over: search.note(.above, at: units)
            case .lost(let status, let reason): stop(status, reason)
            }
        } catch let error as DatasetError where error.code == .overCap || error.code == .diskFull {
            try close(from: units, because: error.message)
        } catch let failure as Failure where failure.status == ExitStatus.storeFailure.rawValue {
            try close(from: units, because: failure.message ?? "")
        }
    }

    /// What there is no room for is left out; without anything smaller there is no search.
    private mutating func close(from units: Int, because reason: String) throws {
        prober.progress.note("\(Scale(units: units).label) and more: not run, \(reason)")
        guard search.below != nil || search.above != nil else {
            throw Failure(.storeFailure, reason)
        }
        search.close(from: units)
        ceilingReason = "there is no room for more data"
    }

    private mutating func stop(_ status: ExitStatus, _ reason: String) {
        self.status = status
        record.stoppedBecause = reason
    }
}

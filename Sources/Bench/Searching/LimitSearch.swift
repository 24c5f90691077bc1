import Datasets
import Harness
package import MemoryBudget
import Reports
package import RunStore

/// Finds the largest scale that fits a budget, by runs.
package struct LimitSearch {
    private let cell: Cell
    private let budget: Budget
    private let timeLimit: Duration?
    /// Why nothing larger is tried, if everything fits.
    private var ceiling = SearchStop.largestScale
    private var prober: Prober
    private var search: EdgeSearch
    /// The runs and the answer so far.
    package private(set) var record: LimitRecord
    /// Why it ended before both ends were found; nil if it didn't.
    private var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// Other than success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }

    /// A search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The strategy.
    ///   - request: Its scenario.
    ///   - maximum: The largest scale that is tried.
    package init(
        of cell: Cell, in request: BenchRequest, budget: Budget, maximum: Int,
        settings: SearchSettings, on system: any BenchSystem = LocalSystem(),
        events: @escaping BenchEventHandler
    ) throws {
        if case .files? = request.data {
            throw BenchError(
                .usage,
                "'\(request.scenario.name)' has one file per scale, and the largest scale that fits lies"
                    + " between two of them; name one file with 'file:' or --input, or a command that"
                    + " writes any scale")
        }
        let maximum = min(maximum, request.largestOwnUnits ?? maximum)
        prober = try Prober(request: request, on: system, events: events)
        self.cell = cell
        self.budget = budget
        timeLimit = settings.timeLimit
        let scales = prober.request.scenario.scales.map(\.units).filter { $0 > 0 && $0 <= maximum }
        search = EdgeSearch(
            in: 1...maximum, rungs: scales.isEmpty ? [maximum] : scales,
            resolution: settings.resolutionShare)
        record = LimitRecord(
            scenario: prober.request.scenario.name, strategy: cell.strategy,
            parameters: cell.parameters, unit: prober.request.unit,
            budget: budget)
    }

    /// Runs until both ends are near enough, or nothing more can be learnt.
    package mutating func run() async throws {
        while stop == nil, let units = search.next {
            if let timeLimit, prober.elapsed >= timeLimit {
                stop = .timeLimit
            } else {
                try await look(at: units)
            }
        }
        record.largestWithinUnits = search.below
        record.smallestOverUnits = search.above
        record.inversion = inversion
        record.isResolved = search.isResolved && inversion == nil
        guard stop == nil, !record.isResolved else { return }
        stop =
            inversion.map { .scalesAlternate(over: $0.overUnits, within: $0.withinUnits) }
            ?? (search.below == nil ? .noneFits : ceiling)
    }

    /// A scale that went over for certain, below one that kept the budget.
    private var inversion: LimitRecord.Inversion? {
        search.inversion.flatMap { found in
            record.trials.contains { $0.scale.units == found.above && $0.outcome == .overBudget }
                ? LimitRecord.Inversion(overUnits: found.above, withinUnits: found.below) : nil
        }
    }

    /// Leaves nothing behind.
    package func end() {
        prober.end()
    }

    private mutating func look(at units: Int) async throws {
        var cell = cell
        cell.scale = Scale(units: units)
        let probe = Prober.Probe(
            cell: cell, budget: budget, enforcement: prober.request.limits.enforcement,
            remainingCount: search.remainingCount - 1, varies: .scale)
        do {
            let observation = try await prober.run(probe)
            record.trials.append(observation)
            switch observation.outcome {
            // What may have gone over does not fit for certain.
            case .completed: search.note(observation.isUndecided ? .above : .below, at: units)
            case .overBudget: search.note(.above, at: units)
            default: stop = .lost(observation)
            }
        } catch let error as DatasetError where error.code == .overCap || error.code == .diskFull {
            try close(from: units, because: error.message)
        } catch let error as BenchError where error.code == .failed(.storeFailure) {
            try close(from: units, because: error.description)
        }
    }

    /// Leaves out scales that there is no room for; without anything smaller there is no search.
    private mutating func close(from units: Int, because reason: String) throws {
        prober.events(.scaleSkipped(Scale(units: units), reason: reason))
        guard search.below != nil || search.above != nil else {
            throw BenchError(.storeFailure, reason)
        }
        search.close(from: units)
        ceiling = .noRoom
    }
}

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
    private let scales: SearchedScales
    /// Why nothing larger is tried, if everything fits.
    private var ceiling: SearchStop
    private var prober: Prober
    /// By the positions of ``scales``.
    private var search: EdgeSearch
    /// The runs and the answer so far.
    package private(set) var record: LimitRecord
    /// Why it ended before both ends were found; nil if it didn't.
    private var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// Other than success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; nil if none did.
    package private(set) var interruption: Int32?

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
        scales = SearchedScales(of: request, upTo: maximum)
        ceiling = scales.ceiling
        prober = try Prober(request: request, on: system, events: events)
        self.cell = cell
        self.budget = budget
        timeLimit = settings.timeLimit
        search = scales.search(resolution: settings.resolutionShare)
        record = LimitRecord(
            scenario: prober.request.scenario.name, strategy: cell.strategy,
            parameters: cell.parameters, unit: prober.request.unit,
            budget: budget)
    }

    /// Runs until both ends are near enough, nothing more can be learnt, or a signal asks to stop.
    package mutating func run() async throws {
        do {
            while stop == nil, let position = search.next {
                if let timeLimit, prober.elapsed >= timeLimit {
                    stop = .timeLimit
                } else {
                    try await look(at: position)
                }
            }
        } catch {
            guard let signal = prober.system.signal(behind: error) else { throw error }
            interruption = signal
            stop = .interrupted
        }
        answer()
    }

    /// The answer that the runs so far give.
    private mutating func answer() {
        record.largestWithinUnits = search.below.map(scales.units)
        record.smallestOverUnits = search.above.map(scales.units)
        record.inversion = inversion
        record.isResolved = search.isResolved && inversion == nil
        guard stop == nil, !record.isResolved else { return }
        stop =
            inversion.map { .scalesAlternate(over: $0.overUnits, within: $0.withinUnits) }
            ?? (search.below != nil ? ceiling : isKnownOver ? .noneFits : .undecided)
    }

    /// Whether the smallest scale above the edge went over for certain.
    private var isKnownOver: Bool {
        record.trials.contains {
            $0.scale.units == record.smallestOverUnits && $0.outcome == .overBudget
        }
    }

    /// A scale that went over for certain, below one that kept the budget.
    private var inversion: LimitRecord.Inversion? {
        search.inversion.flatMap { found in
            let over = scales.units(at: found.above)
            return record.trials.contains {
                $0.scale.units == over && $0.outcome == .overBudget
            }
                ? LimitRecord.Inversion(
                    overUnits: over, withinUnits: scales.units(at: found.below)) : nil
        }
    }

    /// Leaves nothing behind.
    package func end() {
        prober.end()
    }

    private mutating func look(at position: Int) async throws {
        var cell = cell
        cell.scale = Scale(units: scales.units(at: position))
        let probe = Prober.Probe(
            cell: cell, budget: budget, enforcement: prober.request.limits.enforcement,
            remainingCount: search.remainingCount - 1, varies: .scale)
        do {
            let observation = try await prober.run(probe)
            record.trials.append(observation)
            switch observation.outcome {
            // What may have gone over does not fit for certain.
            case .completed: search.note(observation.isUndecided ? .above : .below, at: position)
            case .overBudget: search.note(.above, at: position)
            default: stop = .lost(observation)
            }
        } catch let error as DatasetError where error.code == .overCap || error.code == .diskFull {
            try close(from: position, because: error.message)
        } catch let error as BenchError where error.code == .failed(.storeFailure) {
            try close(from: position, because: error.description)
        }
    }

    /// Leaves out scales that there is no room for; without anything smaller there is no search.
    private mutating func close(from position: Int, because reason: String) throws {
        prober.events(
            .scaleSkipped(Scale(units: scales.units(at: position)), reason: reason))
        guard search.below != nil || search.above != nil else {
            throw BenchError(.storeFailure, reason)
        }
        search.close(from: position)
        ceiling = .noRoom
    }
}

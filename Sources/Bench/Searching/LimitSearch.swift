import Datasets
import Harness
package import MemoryBudget
import Reports
package import RunStore

/// A search for the largest scale that fits a budget, by running trials.
///
/// ```swift
/// import MemoryBudget
/// let settings = SearchSettings(scenario: "sort", strategy: "heap")
/// let (request, cell) = try settings.request(in: try await ScenarioCollection())
/// var search = try LimitSearch(
///     of: cell, in: request, budget: Budget(metric: .peakRSS, limit: ByteCount(64 << 20)),
///     maximum: 1_000_000, settings: settings) { _ in }
/// try await search.run()
/// search.end()
/// ```
package struct LimitSearch {
    private let cell: Cell
    private let budget: Budget
    private let timeLimit: Duration?
    private let scales: SearchedScales
    /// The reason why nothing larger is tried if everything fits.
    private var ceiling: SearchStop
    private var prober: Prober
    /// The search among the positions of ``scales``.
    private var search: EdgeSearch
    /// The trials and the result so far.
    package private(set) var record: LimitRecord
    /// The reason why the search ended before it found both bounds; `nil` if it didn't.
    private var stop: SearchStop? {
        didSet { record.stoppedBecause = stop?.sentence }
    }
    /// The exit status of the search, which is not success if the question could not be answered.
    package var status: ExitStatus { stop?.exitStatus ?? .success }
    /// The signal that ended the search; `nil` if there was none.
    package private(set) var interruption: Int32?

    /// Creates a search that has not begun.
    ///
    /// - Parameters:
    ///   - cell: The cell whose strategy is searched.
    ///   - request: The scenario of the cell.
    ///   - maximum: The largest scale to try, in units.
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

    /// Runs trials until the bounds are close enough, no progress is possible, or a signal asks to
    /// stop.
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

    /// Records the result of the trials so far.
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

    /// Whether the smallest scale above the edge is certainly over budget.
    private var isKnownOver: Bool {
        record.trials.contains {
            $0.scale.units == record.smallestOverUnits && $0.outcome == .overBudget
        }
    }

    /// A scale that is certainly over budget although a larger scale is within; `nil` if there is
    /// none.
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

    /// Removes the temporary files of the search.
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
            // A scale that may have gone over does not certainly fit.
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

    /// Excludes scales that there is no disk space for; throws if nothing smaller was tried.
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

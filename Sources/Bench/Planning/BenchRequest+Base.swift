import Files
import Harness
import MemoryBudget
import ScenarioFiles

extension BenchRequest {
    /// The part of it that another build runs, in planned trials only; nil if that can't run any of what was
    /// selected, whichever shard measures that.
    func base(in other: BaseBuild) -> BenchRequest? {
        switch part(of: other) {
        case .success(let request): request
        case .failure: nil
        }
    }

    /// The part of it that another build runs, or why that can run nothing.
    func part(of other: BaseBuild) -> Result<BenchRequest, BaseAbsence> {
        let request: BenchRequest
        do throws(BaseAbsence) {
            request = try placed(in: other)
        } catch {
            return .failure(error)
        }
        let absences = selected.map {
            (cell: $0, absence: request.absence(of: $0, besides: self, in: other))
        }
        let runnable = Set(absences.filter { $0.absence == nil }.map(\.cell))
        if runnable.isEmpty, let first = absences.lazy.compactMap(\.absence).first {
            return .failure(first)
        }
        return .success(request.with(cells: cells.filter(runnable.contains)))
    }

    /// All of it at its place in another build, whether that can run it or not.
    ///
    /// - Throws: ``BaseAbsence`` if a checkout has no such place.
    func placed(in other: BaseBuild) throws(BaseAbsence) -> BenchRequest {
        let place = scenario.isCommand ? try other.checkout?.place(of: scenario) : nil
        return asBase(of: other.workers, at: place)
    }

    /// Why the base lacks what a cell's trial runs; nil if it has it.
    func absence(
        of cell: Cell, besides head: BenchRequest, in other: BaseBuild
    ) -> BaseAbsence? {
        guard scenario.isCommand else {
            return workerAbsence(of: cell, in: other)
        }
        guard other.checkout != nil else { return nil }
        let own = [commandWords(of: cell), verificationWords(of: cell)]
        let theirs = [head.commandWords(of: cell), head.verificationWords(of: cell)]
        for (own, theirs) in zip(own, theirs) {
            // What is the same for both is there.
            let moved = theirs.indices.filter {
                own[$0] != theirs[$0] || !own[$0].hasPrefix("/")
            }
            guard let index = head.indexOfFile(among: moved, in: theirs) else { continue }
            let path = trialPath(own[index])
            guard FileKind(of: path) == nil else { continue }
            return BaseAbsence(
                .unavailable,
                because: "the base has no \(path), which '\(cell.strategy)' of"
                    + " '\(head.scenario.name)' runs; build it there first, or compare with nothing"
            )
        }
        return nil
    }

    /// The word that says what a command runs: its program if that is a path, or else the first argument
    /// that names a file. Later ones may be what it writes.
    private func indexOfFile(among indices: [Int], in words: [String]) -> Int? {
        indices.first { ($0 > 0 || words[$0].contains("/")) && isFile(words[$0]) }
    }

    private func isFile(_ word: String) -> Bool {
        switch FileKind(of: trialPath(word)) {
        case .regular: true
        case .directory: word.hasPrefix("/")
        default: false
        }
    }

    private func workerAbsence(of cell: Cell, in other: BaseBuild) -> BaseAbsence? {
        guard case .pipeline(let name) = scenario.job else { return nil }
        guard other.workers != nil, let worker else {
            return BaseAbsence(
                .unavailable,
                because: "\(other.workers?.path ?? "\(other.path)/.build/release") has no worker"
                    + " with pipeline '\(name)'; build the base first")
        }
        let isThere = worker.pipeline.strategies.contains {
            $0.name == cell.strategy && $0.available
        }
        return isThere
            ? nil
            : BaseAbsence(
                .unavailable, because: "the base can't run strategy '\(cell.strategy)' of '\(name)'"
            )
    }

    /// Whether its trials would start the very same programs in the same folder.
    func runsTheSame(as head: BenchRequest) -> Bool {
        guard scenario.isCommand, scenario.trialFolder == head.scenario.trialFolder else {
            return false
        }
        return selected.allSatisfy { commandLists(of: $0) == head.commandLists(of: $0) }
    }

    /// The commands that run for a cell, input and output as they are written.
    private func commandLists(of cell: Cell) -> [[String]] {
        [commandWords(of: cell), verificationWords(of: cell)] + commandsAround(cell)
    }
}

extension Scenario {
    /// Whether it runs a command, and no pipeline.
    var isCommand: Bool {
        if case .command = job { true } else { false }
    }
}

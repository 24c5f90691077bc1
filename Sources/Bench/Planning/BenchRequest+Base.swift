import Files
import Harness
import MemoryBudget
import ScenarioFiles

extension BenchRequest {
    /// Returns the part of this request that another build runs, in planned trials only; `nil` if
    /// that build can run none of the selected cells of any shard.
    func base(in other: BaseBuild) -> BenchRequest? {
        switch part(of: other) {
        case .success(let request): request
        case .failure: nil
        }
    }

    /// Returns the part of this request that another build runs, or the reason why it can run
    /// nothing.
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

    /// Returns this request moved to its location in another build, whether that build can run it
    /// or not.
    ///
    /// - Throws: ``BaseAbsence`` if a checkout has no such folder.
    func placed(in other: BaseBuild) throws(BaseAbsence) -> BenchRequest {
        let place = scenario.isCommand ? try other.checkout?.place(of: scenario) : nil
        return asBase(of: other.workers, at: place)
    }

    /// Returns the reason why the base can't run a cell's trial; `nil` if it can.
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
            // Files that are the same for both builds exist.
            let moved = theirs.indices.filter {
                own[$0] != theirs[$0] || !own[$0].hasPrefix("/")
            }
            guard let index = head.indexOfFile(among: moved, in: theirs) else { continue }
            let path = trialPath(own[index])
            guard FileKind(of: path) == nil else { continue }
            return BaseAbsence(
                .unavailable,
                because: "the base has no \(path), which '\(cell.strategy)' of"
                    + " '\(head.scenario.name)' runs; build it there first, or omit --against"
            )
        }
        return nil
    }

    /// Returns the index of the word that names the file to run: the program if it is a path, or
    /// else the first argument that names a file.
    ///
    /// Later arguments may name files that the command writes.
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

    /// Returns whether the trials of head and base would start the very same programs in the same
    /// folder.
    func runsTheSame(as head: BenchRequest) -> Bool {
        guard scenario.isCommand, scenario.trialFolder == head.scenario.trialFolder else {
            return false
        }
        return selected.allSatisfy { commandLists(of: $0) == head.commandLists(of: $0) }
    }

    /// Returns the commands that run for a cell, with `{input}` and `{output}` left in place.
    private func commandLists(of cell: Cell) -> [[String]] {
        [commandWords(of: cell), verificationWords(of: cell)] + commandsAround(cell)
    }
}

extension Scenario {
    /// Whether this request runs a command rather than a pipeline.
    var isCommand: Bool {
        if case .command = job { true } else { false }
    }
}

import Files
import Harness
import MemoryBudget
import ScenarioFiles

extension BenchRequest {
    /// What another build runs of it, in planned trials only; nil if it can't run any of what was selected,
    /// whichever shard measures that.
    func base(in other: BaseBuild) -> BenchRequest? {
        switch part(of: other) {
        case .success(let request): request
        case .failure: nil
        }
    }

    /// What another build runs of it, or why it can run nothing.
    func part(of other: BaseBuild) -> Result<BenchRequest, BaseAbsence> {
        let place: BaseCheckout.Place?
        do throws(BaseAbsence) {
            place = scenario.isCommand ? try other.checkout?.place(of: scenario) : nil
        } catch {
            return .failure(error)
        }
        let request = asBase(of: other.workers, at: place)
        let absences = selected.map {
            (cell: $0, absence: request.absence(of: $0, besides: self, in: other))
        }
        let runnable = Set(absences.filter { $0.absence == nil }.map(\.cell))
        if runnable.isEmpty, let first = absences.lazy.compactMap(\.absence).first {
            return .failure(first)
        }
        return .success(request.with(cells: cells.filter(runnable.contains)))
    }

    /// Why the base lacks what a cell's trial runs; nil if it has it.
    private func absence(
        of cell: Cell, besides head: BenchRequest, in other: BaseBuild
    ) -> BaseAbsence? {
        guard case .command = scenario.job else {
            return workerAbsence(of: cell, in: other)
        }
        guard other.checkout != nil else { return nil }
        let pairs = zip(head.allWords(of: cell), allWords(of: cell)).flatMap {
            zip(names(in: $0), names(in: $1))
        }
        for (theirs, own) in pairs where theirs != own || !own.hasPrefix("/") {
            let found = FileKind(of: head.trialPath(theirs))
            let isNamed = found == .regular || found == .directory && theirs.hasPrefix("/")
            guard isNamed, FileKind(of: trialPath(own)) == nil else { continue }
            return BaseAbsence(
                .unavailable,
                because: "the base has no \(trialPath(own)), which '\(cell.strategy)' of"
                    + " '\(head.scenario.name)' runs; build it there first, or compare with nothing")
        }
        return nil
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
        guard case .command = scenario.job, scenario.trialFolder == head.scenario.trialFolder else {
            return false
        }
        return selected.allSatisfy { allWords(of: $0) == head.allWords(of: $0) }
    }

    /// The words of all commands that run for a cell, input and output as they are written.
    private func allWords(of cell: Cell) -> [String] {
        commandWords(of: cell) + verificationWords(of: cell) + wordsAround(cell)
    }
}

extension Scenario {
    /// Whether it runs a command, and no pipeline.
    var isCommand: Bool {
        if case .command = job { true } else { false }
    }
}

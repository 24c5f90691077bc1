import Files
import Glibc
import Synchronization

/// Looks for processes of a trial that no tracer announces.
enum ProcessDiscovery: Sendable {
    /// Nothing is traced: everything below the helper that started the command.
    case launched(helper: pid_t, command: pid_t, seen: SeenProcesses)
    /// All is traced, but for what slipped away; that is ended.
    case traced(StrayHunt)

    /// The rate of looking: where nothing is traced, what was not found is not watched.
    var pace: Pace {
        switch self {
        case .launched:
            Pace(
                minimumNanoseconds: Watcher.intervalNanoseconds,
                pausePerCost: Watcher.pausePerCost)
        case .traced:
            Pace(
                minimumNanoseconds: Watcher.slowIntervalNanoseconds,
                pausePerCost: Watcher.pausePerRareCost)
        }
    }

    /// The longest pause between two looks at a tree of that many processes.
    func pauseMaximumNanoseconds(processCount: Int) -> Int? {
        guard case .launched = self, processCount <= Watcher.smallTreeCount else { return nil }
        return Watcher.slowIntervalNanoseconds
    }

    /// Looks once.
    ///
    /// - Returns: Every process there is; nil where the tracer knows them.
    func look(in tree: ProcessTree) -> Set<pid_t>? {
        switch self {
        case .launched(let helper, _, let seen):
            // Orphans come to the helper, so that a walk from the command alone would miss them.
            let found = Set(descendants(of: helper))
            tree.raiseCount(to: seen.add(found))
            return found
        case .traced(let hunt):
            for process in tree.processIDs { hunt.endStrays(of: process) }
            return nil
        }
    }

    /// Takes note of the program image that the command runs now, where no tracer sees executions.
    func noteImage(on page: GaugePage) {
        guard case .launched(let helper, let command, _) = self else { return }
        page.noteImage(of: command, startedBy: helper)
    }
}

/// Every process of an untraced tree that was ever found.
final class SeenProcesses: Sendable {
    private let all = Mutex<Set<pid_t>>([])

    /// Adds processes; returns how many there were in all.
    func add(_ found: Set<pid_t>) -> Int {
        all.withLock { all in
            all.formUnion(found)
            return all.count
        }
    }
}

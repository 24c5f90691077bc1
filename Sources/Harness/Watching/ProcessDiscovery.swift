import Files
import Glibc
import Synchronization

/// The search for a trial's processes that no tracer reports.
enum ProcessDiscovery: Sendable {
    /// Nothing is traced: finds everything below the launcher that started the command.
    case launched(helper: pid_t, command: pid_t, seen: SeenProcesses)
    /// Everything is traced: finds and kills processes that escaped.
    case traced(StrayHunt)

    /// The rate of the search: in an untraced tree, processes are watched only once found.
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

    /// Returns the maximum pause between two searches of a tree with this many processes.
    func pauseMaximumNanoseconds(processCount: Int) -> Int? {
        guard case .launched = self, processCount <= Watcher.smallTreeCount else { return nil }
        return Watcher.slowIntervalNanoseconds
    }

    /// Searches once.
    ///
    /// - Returns: All current processes; `nil` if the tracer knows them.
    func look(in tree: ProcessTree) -> Set<pid_t>? {
        switch self {
        case .launched(let helper, _, let seen):
            // The launcher adopts orphans, so a walk from the command alone would miss them.
            let found = Set(descendants(of: helper))
            tree.raiseCount(to: seen.add(found))
            return found
        case .traced(let hunt):
            for process in tree.processIDs { hunt.endStrays(of: process) }
            return nil
        }
    }

    /// Records the command's current program image, if no tracer sees executions.
    func noteImage(on page: GaugePage) {
        guard case .launched(let helper, let command, _) = self else { return }
        page.noteImage(of: command, startedBy: helper)
    }
}

/// Every process of an untraced tree that was ever found.
final class SeenProcesses: Sendable {
    private let all = Mutex<Set<pid_t>>([])

    /// Adds processes; returns the total number so far.
    func add(_ found: Set<pid_t>) -> Int {
        all.withLock { all in
            all.formUnion(found)
            return all.count
        }
    }
}

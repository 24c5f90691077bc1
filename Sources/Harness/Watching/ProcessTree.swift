internal import CLinux
import Glibc
import Synchronization

/// The living processes of a trial: the tracer adds and removes them, the watcher reads them, and
/// either may end them all.
final class ProcessTree: Sendable {
    /// A living process: a descriptor that can't come to mean another, and its threads.
    struct Living: Sendable {
        let id: pid_t
        fileprivate let pidfd: Int32
        var threads: Set<pid_t>
        /// Whether it still runs in its parent's memory, as after vfork: to count it too would
        /// count that memory twice.
        var sharesMemory = false

        /// Without a descriptor (they can run out) the number will do: whoever is in the list has
        /// not been reaped.
        fileprivate func signal(_ number: Int32) {
            if pidfd < 0 { kill(id, number) } else { _ = clinux_pidfd_signal(pidfd, number) }
        }
    }

    private struct State {
        var living: [pid_t: Living] = [:]
        var leader: pid_t = 0
        var stopReason: StopReason?
        var killsNewcomers = false
        var generation = 0
        var count = 0
    }

    private let state = Mutex(State())

    /// Adds a process; one that appears while the tree is being ended is ended at once.
    func add(_ process: pid_t, isLeader: Bool, sharesMemory: Bool = false) {
        let added = Living(
            id: process, pidfd: clinux_pidfd_open(process), threads: [process],
            sharesMemory: sharesMemory)
        state.withLock { state in
            state.living[process] = added
            state.generation += 1
            state.count += 1
            if isLeader { state.leader = process }
            if state.killsNewcomers { added.signal(SIGKILL) }
        }
    }

    /// Takes note that a process executed a program: it has memory of its own, and one thread.
    func execute(_ process: pid_t) {
        state.withLock { state in
            state.living[process]?.threads = [process]
            state.living[process]?.sharesMemory = false
            state.generation += 1
        }
    }

    /// Takes note of how many processes there were where no tracer counts them.
    func raiseCount(to count: Int) {
        state.withLock { $0.count = max($0.count, count) }
    }

    /// Takes note of a thread that began.
    func addThread(_ thread: pid_t, of process: pid_t) {
        state.withLock { _ = $0.living[process]?.threads.insert(thread) }
    }

    /// Takes note of a thread that ended.
    func removeThread(_ thread: pid_t, of process: pid_t) {
        state.withLock { state in
            _ = state.living[process]?.threads.remove(thread)
            state.generation += 1
        }
    }

    /// Removes a process that was reaped.
    func remove(_ process: pid_t) {
        let removed = state.withLock { state in
            state.generation += 1
            return state.living.removeValue(forKey: process)
        }
        if let removed, removed.pidfd >= 0 { close(removed.pidfd) }
    }

    /// Changes whenever a process comes or goes, so that a watcher copies the list only then.
    var generation: Int { state.withLock(\.generation) }

    /// Everything alive.
    var living: [Living] { state.withLock { Array($0.living.values) } }

    /// How many processes there were, in all.
    var count: Int { state.withLock(\.count) }

    /// Why the tree was ended; nil while it runs.
    var stopReason: StopReason? { state.withLock(\.stopReason) }

    /// Ends the whole tree at once; the first reason stays.
    func end(_ reason: StopReason) {
        state.withLock { state in
            state.stopReason = state.stopReason ?? reason
            state.killsNewcomers = true
            for process in state.living.values { process.signal(SIGKILL) }
        }
    }

    /// Asks the leader to end, and says why; `end` must follow for one that doesn't listen.
    func askToEnd(_ reason: StopReason, signal: Int32) {
        state.withLock { $0.stopReason = $0.stopReason ?? reason }
        forward(signal)
    }

    /// Sends a signal to the leader.
    func forward(_ signal: Int32) {
        state.withLock { $0.living[$0.leader]?.signal(signal) }
    }

    /// The state that the watcher judges by.
    var watchedState: TreeState {
        state.withLock { state in
            TreeState(
                processCount: state.count, hasLeader: state.living[state.leader] != nil,
                isEnded: state.stopReason != nil)
        }
    }
}

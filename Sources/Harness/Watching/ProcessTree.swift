internal import CLinux
import Glibc
import Processes
import Synchronization

/// The living processes of a trial: the tracer adds and removes them, the watcher follows the
/// changes, and either may kill them all.
final class ProcessTree: Sendable {
    /// The start or end of a process whose memory is to be watched.
    enum Change: Equatable, Sendable {
        case began(pid_t)
        case ended(pid_t)
    }

    /// A living process, with a descriptor that can't refer to another process.
    private struct Living {
        let id: pid_t
        /// The descriptor, or -1 if descriptors are scarce: the process ID is then sufficient,
        /// because no process in the list has been reaped.
        let pidfd: Int32
        /// Whether the descriptor counts against the allowance.
        let isCounted: Bool
        /// The process whose memory this one shares, as after vfork, so it isn't counted twice.
        var memoryOwner: pid_t?

        func signal(_ number: Int32) {
            if pidfd < 0 { kill(id, number) } else { _ = clinux_pidfd_signal(pidfd, number) }
        }
    }

    private struct State {
        var living: [pid_t: Living] = [:]
        var leader: pid_t = 0
        var stopReason: StopReason?
        var killsNewcomers = false
        var changes: [Change] = []
        /// The number of processes with memory of their own.
        var ownerCount = 0
        var count = 0
        var strays: Set<pid_t> = []
        var bodies: Set<pid_t> = []
        var ended: Set<pid_t> = []
        var deliveries = SignalDeliveries()
    }

    private let state = Mutex(State())
    private let descriptors = DescriptorAllowance()

    // MARK: Starts and ends

    /// Adds a process; one that appears while the tree is being killed is killed at once.
    ///
    /// - Parameter memoryOwner: The process whose memory it shares; `nil` for its own.
    func add(_ process: pid_t, isLeader: Bool, memoryOwner: pid_t? = nil) {
        let isCounted = descriptors.take()
        // The leader always has a descriptor: if nothing is traced, another process reaps it.
        let pidfd = isCounted || isLeader ? clinux_pidfd_open(process) : -1
        state.withLock { state in
            // The memory's real owner, if that process itself shares another's.
            let owner = memoryOwner.map { state.living[$0]?.memoryOwner ?? $0 }
            let added = Living(
                id: process, pidfd: pidfd, isCounted: isCounted,
                memoryOwner: owner.flatMap { state.living[$0] == nil ? nil : $0 })
            state.living[process] = added
            state.count += 1
            if added.memoryOwner == nil { Self.watch(process, in: &state) }
            if isLeader { state.leader = process }
            if state.killsNewcomers { added.signal(SIGKILL) }
        }
    }

    /// Records that a process executed a program, so it has memory of its own.
    func execute(_ process: pid_t) {
        state.withLock { state in
            Self.handOn(from: process, in: &state)
            guard state.living[process]?.memoryOwner != nil else { return }
            state.living[process]?.memoryOwner = nil
            Self.watch(process, in: &state)
        }
    }

    /// Records the number of processes, if no tracer counts them.
    func raiseCount(to count: Int) {
        state.withLock { $0.count = max($0.count, count) }
    }

    /// Removes a process that was reaped.
    func remove(_ process: pid_t) {
        let removed = state.withLock { state in
            let removed = state.living.removeValue(forKey: process)
            state.ended.insert(process)
            if let removed, removed.memoryOwner == nil {
                state.ownerCount -= 1
                state.changes.append(.ended(process))
                Self.handOn(from: process, in: &state)
            }
            return removed
        }
        guard let removed else { return }
        if removed.pidfd >= 0 { close(removed.pidfd) }
        if removed.isCounted { descriptors.giveBack() }
    }

    private static func watch(_ process: pid_t, in state: inout State) {
        state.ownerCount += 1
        state.changes.append(.began(process))
    }

    /// Assigns memory whose owner exits to one of the processes that share it.
    private static func handOn(from process: pid_t, in state: inout State) {
        guard state.ownerCount < state.living.count else { return }
        var heir: pid_t?
        for guest in state.living.values where guest.memoryOwner == process {
            state.living[guest.id]?.memoryOwner = heir
            if heir == nil {
                heir = guest.id
                watch(guest.id, in: &state)
            }
        }
    }

    /// Returns the changes since the last call, in order.
    func takeChanges() -> [Change] {
        state.withLock { state in
            guard !state.changes.isEmpty else { return [] }
            defer { state.changes.removeAll(keepingCapacity: true) }
            return state.changes
        }
    }

    /// The total number of processes so far.
    var count: Int { state.withLock(\.count) }

    /// The number of living processes with memory of their own.
    var ownerCount: Int { state.withLock(\.ownerCount) }

    /// Returns whether a process is in the tree.
    func contains(_ process: pid_t) -> Bool { state.withLock { $0.living[process] != nil } }

    /// The IDs of all living processes.
    var processIDs: [pid_t] { state.withLock { Array($0.living.keys) } }

    /// Records a descendant that no tracer follows.
    func noteStray(_ process: pid_t) { state.withLock { _ = $0.strays.insert(process) } }

    /// Records a dead descendant that hasn't been waited for. If it was never in the tree, it lived
    /// without a tracer.
    func noteBody(_ process: pid_t) {
        state.withLock { state in
            _ = state.bodies.insert(process)
            if !state.ended.contains(process) { state.strays.insert(process) }
        }
    }

    /// The descendants that ended before their parents, which didn't wait for them.
    var bodies: Set<pid_t> { state.withLock(\.bodies) }

    /// The descendants that no tracer followed.
    var strays: Set<pid_t> { state.withLock(\.strays) }

    // MARK: Ending

    /// The reason why the tree was ended; `nil` while it runs.
    var stopReason: StopReason? { state.withLock(\.stopReason) }

    /// Kills the whole tree at once. The first reason stays, except for a deadline that gave the
    /// tree a grace period, during which another reason overrides it.
    func end(_ reason: StopReason) {
        state.withLock { state in
            let wasAsked = state.stopReason == .deadline && !state.killsNewcomers
            if state.stopReason == nil || (wasAsked && reason.isJudgement) {
                state.stopReason = reason
            }
            state.killsNewcomers = true
            for process in state.living.values { process.signal(SIGKILL) }
        }
    }

    /// Asks the leader to end, and records the reason; ``end(_:)`` must follow if the leader
    /// ignores that.
    func askToEnd(_ reason: StopReason, signal: Int32) {
        state.withLock { state in
            state.stopReason = state.stopReason ?? reason
            state.living[state.leader]?.signal(signal)
        }
    }

    // MARK: Signals

    /// Sends a signal to the leader, unless its sender already sent it there, as to a whole group.
    ///
    /// - Parameter sender: The process that sent it to us; `nil` if unknown.
    /// - Returns: Whether it was sent.
    @discardableResult
    func forward(_ signal: Int32, from sender: pid_t? = nil) -> Bool {
        let now = monotonicNanoseconds()
        return state.withLock { state in
            if state.deliveries.contains(signal, from: sender, at: now) { return false }
            state.living[state.leader]?.signal(signal)
            return true
        }
    }

    /// Records that the leader was sent a signal.
    func noteDelivery(_ signal: Int32, from sender: pid_t) {
        let now = monotonicNanoseconds()
        state.withLock { $0.deliveries.note(signal, from: sender, at: now) }
    }

    /// The state that the watcher judges by.
    var watchedState: TreeState {
        state.withLock { state in
            TreeState(
                processCount: state.count, hasLeader: state.living[state.leader] != nil,
                isEnded: state.killsNewcomers, isAsked: state.stopReason != nil)
        }
    }
}

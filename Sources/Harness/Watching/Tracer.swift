internal import CLinux
import Files
import Glibc
import Processes

/// Traces a tree of processes with ptrace. It reads each one's peak at its exit stop, while its
/// memory still exists, regardless of the cause of its end.
///
/// Confined to the thread that spawned the leader: ptrace belongs to a thread. The kernel attaches
/// every new thread and process before it runs; if the harness dies, the kernel kills them all.
struct Tracer {
    /// Callbacks for events that only a tracer sees; the process waits in the meantime.
    struct Moments {
        /// A process with memory of its own was created.
        var madeProcess: () -> Void = {}
        /// The leader executed a program, which has not begun to run.
        var executed: () -> Void = {}
        /// A process is about to end, and its memory still exists; called for its leading thread
        /// and for its last one.
        var isEnding: (_ process: pid_t, _ thread: pid_t) -> Void = { _, _ in }
    }

    private let leader: pid_t
    private let tree: ProcessTree
    private let hunt: StrayHunt
    private let moments: Moments
    private let isPrivileged = geteuid() == 0
    private var processes: [pid_t: TracedProcess] = [:]
    private var accounts: [pid_t: ProcessAccount] = [:]
    private var threads = ThreadTable()
    private var allocations: AllocationWatch
    private var result = TreeResult()
    /// The autopsies; `nil` if stacks are not read.
    private var autopsies: Autopsies?
    /// The largest peak among the processes that have ended.
    private var largestPeakBytes = 0
    private let counters: ResidentCounters
    /// The processors that every process starts on.
    private let processors: ProcessorSet

    /// Attaches to a process that waits to be released.
    ///
    /// - Parameters:
    ///   - processors: The processors that the process starts on.
    ///   - dataLimitBytes: The data limit whose refusals are recorded; 0 for none.
    ///   - readsStacks: Whether to read the stacks of a process's threads when a signal ends it.
    init(
        leader: pid_t, tree: ProcessTree, counters: ResidentCounters = .system,
        processors: ProcessorSet, dataLimitBytes: Int, readsStacks: Bool = false, moments: Moments
    ) throws {
        autopsies = readsStacks ? Autopsies(leader: leader) : nil
        allocations = AllocationWatch(limitBytes: dataLimitBytes)
        let status = clinux_trace(leader, dataLimitBytes > 0 ? 1 : 0)
        guard status == 0 else {
            throw MachineError(
                .system,
                "can't trace the command: \(systemMessage(-status)); this kernel or container"
                    + " forbids ptrace: use --no-ptrace (peaks are then lower bounds)")
        }
        dropStopSignals()
        self.leader = leader
        self.tree = tree
        self.counters = counters
        self.processors = processors
        self.moments = moments
        hunt = StrayHunt(tree: tree)
        threads.add(leader, of: leader)
        processes[leader] = TracedProcess(id: leader, hasImage: false, processors: processors)
        // Memory that the fork inherited from the harness distorts the kernel's lifetime maximum.
        result.leaderID = leader
        result.inheritedPeakBytes = MemoryStatus(thread: leader)?.peakRSSBytes ?? 0
    }

    /// Follows the tree until its last thread is gone.
    mutating func follow() -> TreeResult {
        var thread: pid_t = 0
        var status: Int32 = 0
        var usage = clinux_usage()
        while clinux_wait_any(&thread, &status, &usage) == 0 {
            if status & 0xFF == 0x7F {
                handleStop(thread, status: status)
            } else {
                handleEnd(thread, status: WaitStatus(status), usage: usage)
            }
        }
        result.hasSeenAllocations = allocations.hasSeenAll
        result.autopsies = autopsies?.all ?? [:]
        return result
    }

    private mutating func handleStop(_ thread: pid_t, status: Int32) {
        let process = threads.process(of: thread) ?? attach(thread)
        let kind = clinux_stop_kind(status)
        var signal: Int32 = 0
        switch kind {
        case CLINUX_STOP_EXITING: recordExit(thread, of: process)
        case CLINUX_STOP_EXECUTED: recordExecution(process, thread: thread)
        case CLINUX_STOP_FORKED, CLINUX_STOP_VFORKED, CLINUX_STOP_CLONED:
            recordBirth(by: thread, of: process, kind: kind)
        case CLINUX_STOP_GROUP:
            _ = clinux_listen(thread)
            return
        case CLINUX_STOP_ALLOCATING:
            allocations.begin(thread)
            _ = clinux_continue_to_result(thread)
            return
        case CLINUX_STOP_RETURNED:
            let refusal = allocations.end(thread)
            if let refusal { processes[process]?.refusals.add(refusal) }
        case CLINUX_STOP_SIGNAL:
            signal = status >> 8 & 0xFF
            noteDelivery(signal, thread: thread, process: process)
        default: break
        }
        _ = clinux_continue(thread, signal)
    }

    /// Records a signal that the harness may have received as well.
    private func noteDelivery(_ signal: Int32, thread: pid_t, process: pid_t) {
        guard process == leader, SignalDeliveries.isForwarded(signal) else { return }
        let sender = clinux_signal_sender(thread)
        if sender > 0 { tree.noteDelivery(signal, from: sender) }
    }

    // MARK: Births

    /// Registers a thread that stopped before its creator's event was seen.
    private mutating func attach(_ thread: pid_t) -> pid_t {
        // Usually, one process creates many threads: a guess that the kernel confirms saves a
        // reading.
        if let process = threads.lastProcess, clinux_is_thread(thread, process) == 1 {
            threads.add(thread, of: process)
            return process
        }
        let status = MemoryStatus(thread: thread)
        let process = status?.processID ?? thread
        threads.add(thread, of: process)
        guard processes[process] == nil else { return process }
        let parent = status?.parentID ?? 0
        let owner = clinux_shares_memory(process, parent) == 1 ? parent : nil
        begin(process, parent: parent, name: status?.name ?? "", memoryOwner: owner)
        return process
    }

    /// Registers a new process or thread, unless its own stop was seen before.
    private mutating func recordBirth(by thread: pid_t, of parent: pid_t, kind: clinux_stop) {
        let made = pid_t(truncatingIfNeeded: clinux_event_message(thread))
        guard made > 0, threads.process(of: made) == nil else { return }
        if kind == CLINUX_STOP_CLONED, clinux_is_thread(made, parent) == 1 {
            return threads.add(made, of: parent)
        }
        let sharesMemory =
            kind == CLINUX_STOP_VFORKED
            || (kind == CLINUX_STOP_CLONED && clinux_shares_memory(made, parent) == 1)
        threads.add(made, of: made)
        begin(
            made, parent: parent, name: processes[parent]?.name ?? "",
            memoryOwner: sharesMemory ? parent : nil)
    }

    private mutating func begin(
        _ process: pid_t, parent: pid_t, name: String, memoryOwner: pid_t?
    ) {
        var record = TracedProcess(id: process, hasImage: true, processors: processors)
        record.name = name
        record.parentID = parent
        processes[process] = record
        tree.add(process, isLeader: false, memoryOwner: memoryOwner)
        moments.madeProcess()
    }

    private mutating func recordExecution(_ process: pid_t, thread: pid_t) {
        let former = pid_t(truncatingIfNeeded: clinux_event_message(thread))
        threads.execute(thread, formerly: former, of: process)
        // The thread may rename itself later; now it still has the program's name.
        processes[process]?.name = MemoryStatus(thread: thread)?.name ?? ""
        if processes[process]?.hasImage == false {
            processes[process]?.hasImage = true
            result.hasExecuted = true
            tree.add(process, isLeader: true)
        } else {
            tree.execute(process)
            processes[process]?.hasUnreadImage = true
            moments.madeProcess()
        }
        if process == leader { moments.executed() }
        notePrivileges(of: process)
    }

    /// Records a program that loses privileges by being traced, as none does if we are root.
    private mutating func notePrivileges(of process: pid_t) {
        guard !isPrivileged, FilePrivileges(of: process)?.areLost == true,
            let name = processes[process]?.name, !result.unprivilegedPrograms.contains(name)
        else { return }
        result.unprivilegedPrograms.append(name)
    }

    // MARK: Ends

    private mutating func recordExit(_ thread: pid_t, of process: pid_t) {
        // The memory exists until the last thread exits, and a reading is as expensive as a thread.
        let isLast = threads.exit(thread, of: process)
        readStack(of: thread, in: process)
        noteProcessors(of: thread, in: process)
        guard isLast || thread == process else { return }
        guard var record = processes[process], record.hasImage,
            let status = MemoryStatus(thread: thread)
        else { return }
        record.counterErrorBytes = counters.errorBytes(
            processorCount: record.processors.count, threadCount: threads.count(of: process))
        let io = accounts[process, default: ProcessAccount()]
            .readAtExit(of: process, thread: thread)
        record.take(status, walk: walk(thread, of: record, from: status), io: io)
        processes[process] = record
        moments.isEnding(process, thread)
        if isLast { endStrays(of: process, thread: thread) }
    }

    /// Reads the stack of a thread whose process a signal ends. The process waits in the meantime,
    /// and its clock excludes that time.
    private mutating func readStack(of thread: pid_t, in process: pid_t) {
        guard autopsies != nil, processes[process]?.hasImage == true else { return }
        let signal = clinux_event_message(thread) & 0x7F
        guard signal > 0 else { return }
        let start = monotonicNanoseconds()
        autopsies?.read(thread, of: process, endedBy: Int32(signal))
        if result.endNanoseconds == 0 { result.walkNanoseconds += monotonicNanoseconds() - start }
    }

    /// Records the thread's processors: it may have moved to ones that its process did not start
    /// on.
    private mutating func noteProcessors(of thread: pid_t, in process: pid_t) {
        guard processors.count < counters.onlineProcessorCount,
            let allowed = ProcessorSet(of: thread)
        else { return }
        processes[process]?.processors.formUnion(allowed)
    }

    /// Kills untraced children while they still belong to the process: they are adopted at its end.
    private func endStrays(of process: pid_t, thread: pid_t) {
        if threads.hadOthers(process) {
            hunt.endStrays(of: process)
        } else {
            hunt.endStrays(of: process, thread: thread)
        }
    }

    /// Walks the page tables of an ending process if its counters may be wrong and it may be the
    /// largest. The process waits in the meantime, and its clock excludes that time.
    private mutating func walk(
        _ thread: pid_t, of record: TracedProcess, from status: MemoryStatus
    ) -> PageWalk? {
        guard !counters.readsExactly,
            status.peakRSSBytes + record.counterErrorBytes > largestPeakBytes
        else { return nil }
        let start = monotonicNanoseconds()
        defer {
            // After the leader's end, time is no longer measured.
            if result.endNanoseconds == 0 {
                result.walkNanoseconds += monotonicNanoseconds() - start
            }
        }
        return PageWalk(thread: thread)
    }

    private mutating func handleEnd(_ thread: pid_t, status: WaitStatus, usage: clinux_usage) {
        allocations.forget(thread)
        guard let process = threads.remove(thread) else { return }
        guard thread == process, var record = processes.removeValue(forKey: process) else { return }
        record.status = status
        record.lifetimePeakBytes = Int(usage.peak_rss_bytes)
        settleAccount(of: record, whole: ProcessUsage(usage))
        if process == leader {
            result.endNanoseconds = monotonicNanoseconds()
            result.leaderStatus = status
            result.leaderEndRSSBytes = record.endRSSBytes
        }
        result.processes.append(record)
        largestPeakBytes = max(largestPeakBytes, record.peakRSSBytes ?? 0)
        tree.remove(process)
        if process == leader { tree.end(.leaderEnded) }
    }

    private mutating func settleAccount(of record: TracedProcess, whole: ProcessUsage) {
        let account = accounts.removeValue(forKey: record.id) ?? ProcessAccount()
        result.usage.add(account.own(whole: whole), io: record.io)
        guard processes[record.parentID] != nil else { return }
        accounts[record.parentID, default: ProcessAccount()].add(endedChild: account, whole: whole)
    }
}

/// Configures the kernel to drop the SIGCHLD that comes with each stop. If it were blocked, as in
/// threads of the pool, it would stay pending and wake another thread every time.
private func dropStopSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGCHLD)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

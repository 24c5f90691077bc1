internal import CLinux
import Files
import Glibc
import Processes

/// Follows a tree of processes by ptrace and reads each one's exact peak at its exit stop, while
/// its memory is still there, whatever ended it.
///
/// Confined to the thread that spawned the leader: ptrace belongs to a thread. Every new thread and
/// process is attached by the kernel before it runs; if the harness dies, the kernel ends them all.
struct Tracer {
    private let leader: pid_t
    private let tree: ProcessTree
    private let onNewProcess: () -> Void
    private var processes: [pid_t: TracedProcess] = [:]
    private var processOfThread: [pid_t: pid_t] = [:]
    private var allocations: AllocationWatch
    private var result = TreeResult()
    private let counters: ResidentCounters
    /// The processors that every process starts on.
    private let processors: ProcessorSet

    /// Attaches to a process that waits to be released.
    ///
    /// - Parameter dataLimitBytes: The data limit whose refusals are recorded; 0 for none.
    init(
        leader: pid_t, tree: ProcessTree, counters: ResidentCounters = .system,
        processors: ProcessorSet, dataLimitBytes: Int, onNewProcess: @escaping () -> Void
    ) throws {
        allocations = AllocationWatch(limitBytes: dataLimitBytes)
        let status = clinux_trace(leader, dataLimitBytes > 0 ? 1 : 0)
        guard status == 0 else {
            throw MachineError(
                .system,
                "can't trace the command: \(systemMessage(-status)); this kernel or container"
                    + " forbids ptrace: use --no-ptrace (peaks are then lower bounds)")
        }
        self.leader = leader
        self.tree = tree
        self.counters = counters
        self.processors = processors
        self.onNewProcess = onNewProcess
        processOfThread[leader] = leader
        processes[leader] = TracedProcess(
            id: leader, hasImage: false, processors: processors)
        // What the fork inherited of the harness clouds the kernel's lifetime maximum.
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
        return result
    }

    private mutating func handleStop(_ thread: pid_t, status: Int32) {
        let process = attach(thread)
        var signal: Int32 = 0
        switch clinux_stop_kind(status) {
        case CLINUX_STOP_EXITING: recordExit(thread, of: process)
        case CLINUX_STOP_EXECUTED: recordExecution(process, thread: thread)
        case CLINUX_STOP_GROUP:
            _ = clinux_listen(thread)
            return
        case CLINUX_STOP_SIGNAL: signal = status >> 8 & 0xFF
        case CLINUX_STOP_ALLOCATING:
            allocations.begin(thread)
            _ = clinux_continue_to_result(thread)
            return
        case CLINUX_STOP_RETURNED:
            let refusal = allocations.end(thread)
            if let refusal { processes[process]?.refusals.add(refusal) }
        default: break
        }
        _ = clinux_continue(thread, signal)
    }

    /// The process of a thread, registering both when they are new.
    private mutating func attach(_ thread: pid_t) -> pid_t {
        if let process = processOfThread[thread] { return process }
        let status = MemoryStatus(thread: thread)
        let process = status?.processID ?? thread
        processOfThread[thread] = process
        if processes[process] == nil {
            processes[process] = TracedProcess(
                id: process, hasImage: true, processors: processors)
            processes[process]?.name = status?.name ?? ""
            let parent = status?.parentID ?? 0
            tree.add(
                process, isLeader: false,
                sharesMemory: clinux_shares_memory(process, parent) == 1)
            onNewProcess()
        } else {
            processes[process]?.threadCount += 1
            tree.addThread(thread, of: process)
        }
        return process
    }

    private mutating func recordExecution(_ process: pid_t, thread: pid_t) {
        let former = pid_t(truncatingIfNeeded: clinux_event_message(thread))
        if former > 0, former != thread { processOfThread[former] = nil }
        processOfThread[thread] = process
        // Later a thread may rename itself; now it is the program's name.
        processes[process]?.name = MemoryStatus(thread: thread)?.name ?? ""
        if processes[process]?.hasImage == false {
            processes[process]?.hasImage = true
            result.hasExecuted = true
            tree.add(process, isLeader: true)
        } else {
            tree.execute(process)
            processes[process]?.hasUnreadImage = true
            onNewProcess()
        }
    }

    private mutating func recordExit(_ thread: pid_t, of process: pid_t) {
        guard var record = processes[process], record.hasImage,
            let status = MemoryStatus(thread: thread)
        else { return }
        if let allowed = ProcessorSet(of: thread) { record.processors.formUnion(allowed) }
        record.counterErrorBytes = counters.errorBytes(
            processorCount: record.processors.count, threadCount: record.threadCount)
        record.take(
            status, walkedBytes: walk(process, of: record, from: status),
            io: InputOutput(process: process))
        processes[process] = record
        tree.removeThread(thread, of: process)
    }

    /// Walks the page tables of a process that is about to end, where its counters may be off and it
    /// may be the largest. The tree's clock stands still meanwhile.
    private mutating func walk(
        _ process: pid_t, of record: TracedProcess, from status: MemoryStatus
    ) -> Int? {
        let largest = result.processes.lazy.compactMap(\.peakRSSBytes).max() ?? 0
        guard !counters.readsExactly, status.peakRSSBytes + record.counterErrorBytes > largest
        else { return nil }
        let start = monotonicNanoseconds()
        defer { result.walkNanoseconds += monotonicNanoseconds() - start }
        return PageWalk(process: process)?.residentBytes
    }

    private mutating func handleEnd(_ thread: pid_t, status: WaitStatus, usage: clinux_usage) {
        allocations.forget(thread)
        guard let process = processOfThread.removeValue(forKey: thread) else { return }
        guard thread == process, var record = processes.removeValue(forKey: process) else {
            tree.removeThread(thread, of: process)
            return
        }
        record.status = status
        record.lifetimePeakBytes = Int(usage.peak_rss_bytes)
        // Whoever outlives its parent is nobody's child in here, so its times are in no other's.
        let isOrphan = processes[record.parentID] == nil
        if process == leader || isOrphan { result.usage.add(usage, io: record.io) }
        if process == leader {
            result.endNanoseconds = monotonicNanoseconds()
            result.leaderStatus = status
            result.leaderEndRSSBytes = record.endRSSBytes
        }
        result.processes.append(record)
        tree.remove(process)
        if process == leader { tree.end(.leaderEnded) }
    }
}

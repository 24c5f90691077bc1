internal import CUnwind
import Files
import Glibc
import HeapProfile
import Processes

/// The positions of a process's threads when a signal ended it.
struct Autopsy: Sendable {
    /// The process ID.
    let process: pid_t
    /// The signal that ended the process.
    let signal: Int32
    /// The text of the process's `maps`; empty if its memory was gone.
    let map: String
    /// The stacks of the threads, the main one first, then in the order of their ends.
    fileprivate(set) var threads: [ThreadStack] = []
}

/// The stacks of threads, read at their exit stops, while their memory still exists.
///
/// Confined to the tracer's thread, as ptrace is.
struct Autopsies {
    private let leader: pid_t
    /// The autopsies by process.
    private(set) var all: [pid_t: Autopsy] = [:]
    /// The time that reading has taken so far: for the leader, and for all others.
    private var spentNanoseconds = (leader: 0, others: 0)

    private static let threadsMaximum = 64
    private static let framesMaximum = 128
    private static let nanosecondsMaximum = 1_000_000_000
    /// The signals that ordinarily end programs, such as a closed pipe's: positions are irrelevant.
    private static let ordinarySignals = [SIGINT, SIGHUP, SIGPIPE]

    init(leader: pid_t) { self.leader = leader }

    /// Reads the stack of a thread at its exit stop.
    mutating func read(_ thread: pid_t, of process: pid_t, endedBy signal: Int32) {
        guard !Self.ordinarySignals.contains(signal) else { return }
        let start = monotonicNanoseconds()
        let rest = Self.nanosecondsMaximum - spent(on: process)
        guard rest > 0 else { return }
        let autopsy =
            all[process]
            ?? Autopsy(
                process: process, signal: signal, map: Self.text(of: thread, "maps"))
        all[process] = autopsy
        if autopsy.threads.count < Self.threadsMaximum,
            let stack = Self.stack(of: thread, deadline: start + rest)
        {
            let place = thread == process ? 0 : autopsy.threads.count
            all[process]?.threads.insert(stack, at: place)
        }
        spend(monotonicNanoseconds() - start, on: process)
    }

    private static func stack(of thread: pid_t, deadline: Int) -> ThreadStack? {
        var addresses = [UInt64](repeating: 0, count: framesMaximum)
        var extent = CUNWIND_LEAF
        let count = cunwind_read(
            thread, &addresses, Int32(addresses.count), Int64(deadline), &extent)
        guard count > 0 else { return nil }
        let name = text(of: thread, "comm")
        return ThreadStack(
            id: Int(thread), name: String(name.prefix { $0 != "\n" }),
            addresses: Array(addresses.prefix(Int(count))), extent: StackExtent(extent))
    }

    private static func text(of thread: pid_t, _ file: String) -> String {
        String(decoding: readProcFile("/proc/\(thread)/\(file)") ?? [], as: UTF8.self)
    }

    private func spent(on process: pid_t) -> Int {
        process == leader ? spentNanoseconds.leader : spentNanoseconds.others
    }

    private mutating func spend(_ nanoseconds: Int, on process: pid_t) {
        if process == leader {
            spentNanoseconds.leader += nanoseconds
        } else {
            spentNanoseconds.others += nanoseconds
        }
    }
}

extension StackExtent {
    fileprivate init(_ extent: cunwind_extent) {
        switch extent {
        case CUNWIND_WHOLE: self = .whole
        case CUNWIND_CUT: self = .cut
        default: self = .leaf
        }
    }
}

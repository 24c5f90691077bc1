internal import CLinux
import Glibc

/// The times and transfers of a tree: the sum of each process's own.
struct TreeUsage: Equatable, Sendable {
    var userNanoseconds = 0
    var systemNanoseconds = 0
    var majorFaults = 0
    /// The number of bytes read; `nil` if no process's could be read.
    var readBytes: Int?
    /// The number of bytes written; `nil` if no process's could be read.
    var writtenBytes: Int?

    /// Adds one process's own usage.
    mutating func add(_ usage: ProcessUsage, io: InputOutput?) {
        userNanoseconds += usage.userNanoseconds
        systemNanoseconds += usage.systemNanoseconds
        majorFaults += usage.majorFaults
        guard let io else { return }
        readBytes = (readBytes ?? 0) + io.readBytes
        writtenBytes = (writtenBytes ?? 0) + io.writtenBytes
    }
}

/// Processor time and page faults.
struct ProcessUsage: Equatable, Sendable {
    var userNanoseconds = 0
    var systemNanoseconds = 0
    var majorFaults = 0
}

/// The usage of one process itself, separate from that of its children.
///
/// The kernel adds a child's usage to its parent when the parent waits for it. So the sum over all
/// processes would count most children twice, and the leader alone would miss those that are not
/// waited for: killed with their parent, orphaned, or with a parent that ignores SIGCHLD.
struct ProcessAccount: Sendable {
    /// The usage of all threads at the last exit stop, without the pages that are freed after it.
    private var atExit: ProcessUsage?
    /// The times of ended children, as they would be added to this process.
    private var children = ProcessUsage()
    /// The transfers of ended children.
    private var childrenIO = InputOutput()
    private var hasEndedChildren = false
    /// The transfers of the process and its waited-for children, at the last exit stop.
    private(set) var wholeIO: InputOutput?

    /// Records a child that ended.
    ///
    /// - Parameter whole: The usage of the child and the children that it waited for.
    mutating func add(endedChild child: ProcessAccount, whole: ProcessUsage) {
        hasEndedChildren = true
        children = children + whole
        guard let io = child.wholeIO else { return }
        childrenIO.readBytes &+= io.readBytes
        childrenIO.writtenBytes &+= io.writtenBytes
    }

    /// Reads the usage at an exit stop.
    ///
    /// - Returns: The process's own transfers; `nil` if they can't be read.
    mutating func readAtExit(of process: pid_t, thread: pid_t) -> InputOutput? {
        wholeIO = InputOutput(process: process)
        guard hasEndedChildren else { return wholeIO }
        readTimes(of: process)
        guard let whole = wholeIO else { return nil }
        let own = InputOutput(path: "/proc/\(process)/task/\(thread)/io") ?? InputOutput()
        return Self.ownTransfers(whole: whole, children: childrenIO, thread: own)
    }

    /// Returns the transfers of a process itself: the larger of those of one thread, which may be
    /// the only one, and the remainder after subtracting the children's.
    static func ownTransfers(
        whole: InputOutput, children: InputOutput, thread: InputOutput
    ) -> InputOutput {
        var own = InputOutput()
        own.readBytes = max(thread.readBytes, whole.readBytes - children.readBytes)
        own.writtenBytes = max(thread.writtenBytes, whole.writtenBytes - children.writtenBytes)
        return own
    }

    private mutating func readTimes(of process: pid_t) {
        var usage = ProcessUsage()
        var user: Int64 = 0
        var system: Int64 = 0
        guard clinux_own_times(process, &user, &system) == 0 else { return }
        (usage.userNanoseconds, usage.systemNanoseconds) = (Int(user), Int(system))
        usage.majorFaults = ownMajorFaults(of: process)
        atExit = usage
    }

    /// Returns the times of the process itself, once it has been reaped.
    ///
    /// - Parameter whole: The usage of the process and the children that it waited for.
    func own(whole: ProcessUsage) -> ProcessUsage {
        // If it waited for all children, the rest is its own, to the very end. Otherwise, the rest
        // is too low.
        (whole - children).raised(to: atExit ?? ProcessUsage())
    }
}

extension ProcessUsage {
    static func + (one: ProcessUsage, other: ProcessUsage) -> ProcessUsage {
        one.combined(with: other, +)
    }

    static func - (one: ProcessUsage, other: ProcessUsage) -> ProcessUsage {
        one.combined(with: other, -)
    }

    /// Returns the maximum of each figure.
    func raised(to other: ProcessUsage) -> ProcessUsage { combined(with: other, max) }

    private func combined(
        with other: ProcessUsage, _ operation: (Int, Int) -> Int
    ) -> ProcessUsage {
        ProcessUsage(
            userNanoseconds: operation(userNanoseconds, other.userNanoseconds),
            systemNanoseconds: operation(systemNanoseconds, other.systemNanoseconds),
            majorFaults: operation(majorFaults, other.majorFaults))
    }
}

extension ProcessUsage {
    init(_ usage: clinux_usage) {
        userNanoseconds = Int(usage.user_ns)
        systemNanoseconds = Int(usage.system_ns)
        majorFaults = Int(usage.major_faults)
    }
}

/// Returns field 12 of /proc/PID/stat.
private func ownMajorFaults(of process: pid_t) -> Int {
    let count = withProcFile("/proc/\(process)/stat") { text -> Int in
        // The second field is the name in parentheses, which may contain blanks and parentheses.
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return 0 }
        // The next fields: state, parent, group, session, terminal, its group, flags, minor page
        // faults, those of children, major page faults.
        return ProcNumbers(text, from: end + 1).dropFirst(9).first { _ in true } ?? 0
    }
    return (try? count.get()) ?? 0
}

internal import CLinux
import Glibc

/// Times and transfers of a tree: the sum over its processes of what each did itself.
struct TreeUsage: Equatable, Sendable {
    var userNanoseconds = 0
    var systemNanoseconds = 0
    var majorFaults = 0
    /// Nil if no process's could be read.
    var readBytes: Int?
    /// Nil if no process's could be read.
    var writtenBytes: Int?

    /// Adds what one process did itself.
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

/// The work of one process itself, told apart from that of its children.
///
/// The kernel adds a child to its parent when the parent waits for it. So the sum of all processes
/// would count most children twice, and the leader alone would miss those that nobody waits for:
/// killed with their parent, orphaned, or of a parent that ignores SIGCHLD.
struct ProcessAccount: Sendable {
    /// At the last exit stop: of all its threads, without the pages that are freed after it.
    private var atExit: ProcessUsage?
    /// Times of ended children, as they would have come to this process.
    private var children = ProcessUsage()
    /// Their transfers.
    private var childrenIO = InputOutput()
    private var hasEndedChildren = false
    /// The process with the children that it waited for, as they stand at the last exit stop.
    private(set) var wholeIO: InputOutput?

    /// Takes note of a child that ended.
    ///
    /// - Parameter whole: The child and the children that it waited for.
    mutating func add(endedChild child: ProcessAccount, whole: ProcessUsage) {
        hasEndedChildren = true
        children = children + whole
        guard let io = child.wholeIO else { return }
        childrenIO.readBytes &+= io.readBytes
        childrenIO.writtenBytes &+= io.writtenBytes
    }

    /// Reads the accounts at an exit stop.
    ///
    /// - Returns: What the process itself read and wrote; nil if that can't be read.
    mutating func readAtExit(of process: pid_t, thread: pid_t) -> InputOutput? {
        wholeIO = InputOutput(process: process)
        guard hasEndedChildren else { return wholeIO }
        readTimes(of: process)
        guard let whole = wholeIO else { return nil }
        let own = InputOutput(path: "/proc/\(process)/task/\(thread)/io") ?? InputOutput()
        return Self.ownTransfers(whole: whole, children: childrenIO, thread: own)
    }

    /// The transfers of a process itself: what one thread of it did, which is all where there is no
    /// other, or what is left without its children, if that is more.
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

    /// Times of the process itself, now that it has been reaped.
    ///
    /// - Parameter whole: The process and the children that it waited for.
    func own(whole: ProcessUsage) -> ProcessUsage {
        // If it waited for all, what is left is its own, to the very end. Less is left if it didn't.
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

    /// The larger of both, figure by figure.
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

/// Field 12 of /proc/PID/stat.
private func ownMajorFaults(of process: pid_t) -> Int {
    let count = withProcFile("/proc/\(process)/stat") { text -> Int in
        // The second field is the name in parentheses, which may hold blanks and parentheses.
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return 0 }
        // Behind it: state, parent, group, session, terminal, its group, flags, minor page faults,
        // those of children, major page faults.
        return ProcNumbers(text, from: end + 1).dropFirst(9).first { _ in true } ?? 0
    }
    return (try? count.get()) ?? 0
}

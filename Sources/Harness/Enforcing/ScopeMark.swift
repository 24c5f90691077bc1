import Glibc
import Processes
import Synchronization

/// A mark that a process leaves in its environment before it executes itself again in a scope. It
/// contains the process ID, which stays the same, so marks of other processes are not mistaken for
/// ours.
struct ScopeMark: Equatable {
    static let variable = "MEMBUDGET_SCOPE"
    /// The variable that systemd-run sets for the command.
    private static let invocationVariable = "INVOCATION_ID"
    private static let separator: Character = ":"

    /// The process that left the mark.
    let process: pid_t
    /// The previous value of `INVOCATION_ID`; `nil` if it had none.
    let invocation: String?

    init(process: pid_t, invocation: String?) {
        self.process = process
        self.invocation = invocation
    }

    /// Parses a mark; `nil` if the text is not one.
    init?(_ text: String) {
        let parts = text.split(separator: Self.separator, maxSplits: 1)
        guard let first = parts.first, let process = pid_t(first) else { return nil }
        self.init(process: process, invocation: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// The value of the variable.
    var text: String { "\(process)" + (invocation.map { "\(Self.separator)\($0)" } ?? "") }

    /// Returns an environment as a process receives it, with our mark added.
    static func environment(addingTo environment: [String: String]) -> [[UInt8]] {
        let mark = ScopeMark(process: getpid(), invocation: environment[invocationVariable])
        var marked = environment
        marked[variable] = mark.text
        return environmentBlock(marked)
    }

    /// Whether we are in a scope because of our own mark.
    static var isSet: Bool { found.withLock { $0 } }

    private static let found = Mutex(false)

    /// Removes the mark from our environment and restores its original state. Must be called before
    /// there are other threads.
    static func take() {
        guard let mark = takeVariable(variable).flatMap(ScopeMark.init), mark.process == getpid()
        else { return }
        restoreVariable(invocationVariable, to: mark.invocation)
        found.withLock { $0 = true }
    }
}

import Glibc
import Processes
import Synchronization

/// The note that a process leaves for itself in its environment before it executes itself again in a
/// scope. It has the number of the process, which stays: anybody else's note is not ours.
struct ScopeMark: Equatable {
    static let variable = "MEMBUDGET_SCOPE"
    /// systemd-run sets it for the command.
    private static let invocationVariable = "INVOCATION_ID"
    private static let separator: Character = ":"

    /// The process that left it.
    let process: pid_t
    /// The value of `INVOCATION_ID` before; nil if it had none.
    let invocation: String?

    init(process: pid_t, invocation: String?) {
        self.process = process
        self.invocation = invocation
    }

    /// Reads a note; nil for text that is none.
    init?(_ text: String) {
        let parts = text.split(separator: Self.separator, maxSplits: 1)
        guard let first = parts.first, let process = pid_t(first) else { return nil }
        self.init(process: process, invocation: parts.count > 1 ? String(parts[1]) : nil)
    }

    /// The value of the variable.
    var text: String { "\(process)" + (invocation.map { "\(Self.separator)\($0)" } ?? "") }

    /// An environment as a process is given it, with a note of ours.
    static func environment(addingTo environment: [String: String]) -> [[UInt8]] {
        let mark = ScopeMark(process: getpid(), invocation: environment[invocationVariable])
        var marked = environment
        marked[variable] = mark.text
        return environmentBlock(marked)
    }

    /// Whether we are in a scope because of a note of ours.
    static var isSet: Bool { found.withLock { $0 } }

    private static let found = Mutex(false)

    /// Takes the note out of our environment and makes that as it was. Only before there are other
    /// threads.
    static func take() {
        guard let mark = takeVariable(variable).flatMap(ScopeMark.init), mark.process == getpid()
        else { return }
        restoreVariable(invocationVariable, to: mark.invocation)
        found.withLock { $0 = true }
    }
}

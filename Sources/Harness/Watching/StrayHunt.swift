internal import CLinux
import Files
import Glibc
import Processes
import Synchronization

/// A hunt for untraced processes of a traced trial, which kills them: a process can create a child
/// that the kernel doesn't attach (CLONE_UNTRACED). Its memory is unknown from then on.
struct StrayHunt: Sendable {
    private let tree: ProcessTree

    /// Hunts for strays of a tree, and counts them there.
    init(tree: ProcessTree) {
        self.tree = tree
    }

    /// Kills untraced children of a process.
    func endStrays(of process: pid_t) {
        for child in children(of: process) { judge(child) }
    }

    /// Kills untraced children of one thread: in a process with one thread, all of its children.
    func endStrays(of process: pid_t, thread: pid_t) {
        for child in children(of: process, thread: thread) { judge(child) }
    }

    /// Kills processes that still live after the whole traced tree is gone.
    func end(remaining processes: [pid_t]) {
        for process in processes where isStray(process) { end(process) }
    }

    /// Kills orphans that this process adopted.
    ///
    /// - Parameter mark: An environment entry that only this trial's processes have. It
    ///   distinguishes them if unregistered children may belong to another trial.
    func endOrphans(marked mark: String) {
        let entry = Array(mark.utf8)
        for child in children(of: getpid()) where isStray(child) {
            guard SpawnedChildren.isAdopted(child) || hasEntry(entry, process: child) else {
                continue
            }
            end(child)
        }
    }

    /// Kills a stray child of an ending process, or records a dead one that will not be waited for
    /// and that this process will adopt.
    private func judge(_ child: pid_t) {
        switch kind(of: child) {
        case .stray: end(child)
        case .ended: tree.noteBody(child)
        case .traced, .gone: break
        }
    }

    /// Waits until the strays are gone: memory is released only after a process was killed. Strays
    /// whose parents ended are our children by now, and only we wait for them.
    func awaitEnds() {
        for stray in tree.strays {
            for _ in 0..<Self.patienceMilliseconds {
                if waitpid(stray, nil, WNOHANG) == stray { break }
                if kill(stray, 0) != 0 { break }
                usleep(1000)
            }
        }
        // An adopted process must be reaped.
        for body in tree.bodies { _ = waitpid(body, nil, WNOHANG) }
        for child in children(of: getpid())
        where kind(of: child) == .ended && SpawnedChildren.isAdopted(child) {
            _ = waitpid(child, nil, WNOHANG)
        }
    }

    private static let patienceMilliseconds = 1000

    /// The state of a process in a trial.
    enum Kind {
        /// The process lives and is not traced.
        case stray
        /// The process has ended, and has not been waited for.
        case ended
        case traced
        case gone
    }

    /// Returns whether a process lives and is not traced. A process that the kernel attached at its
    /// creation reports that before it runs.
    private func isStray(_ process: pid_t) -> Bool { kind(of: process) == .stray }

    private func kind(of process: pid_t) -> Kind {
        guard !tree.contains(process) else { return .traced }
        return readProcFile("/proc/\(process)/status").map(Self.kind) ?? .gone
    }

    /// Parses a process's status file.
    static func kind(_ status: [UInt8]) -> Kind {
        var kind = Kind.gone
        for line in status.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "State:".utf8) {
                let state = line.dropFirst(6).first { $0 > 32 }
                if state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") { return .ended }
            } else if line.starts(with: "TracerPid:".utf8) {
                let isUntraced = line.dropFirst(10)
                    .allSatisfy { $0 <= 32 || $0 == UInt8(ascii: "0") }
                kind = isUntraced ? .stray : .traced
            }
        }
        return kind
    }

    /// Kills a stray and all of its descendants, which are untraced too.
    private func end(_ stray: pid_t) {
        let all = [stray] + descendants(of: stray).filter(isStray)
        for process in all {
            tree.noteStray(process)
            kill(process, SIGKILL)
        }
    }

    private func hasEntry(_ entry: [UInt8], process: pid_t) -> Bool {
        guard let block = readProcFile("/proc/\(process)/environ") else { return false }
        return block.split(separator: 0).contains { $0.elementsEqual(entry) }
    }
}

/// The adoption of orphans: while an instance exists, those below this process become its children,
/// not init's, so none escapes. Trials may overlap; the last to end restores the original state.
final class OrphanAdoption: Sendable {
    private static let holders = Mutex(0)

    init() {
        Self.holders.withLock { holders in
            if holders == 0 { _ = clinux_adopt_orphans(1) }
            holders += 1
        }
    }

    deinit {
        Self.holders.withLock { holders in
            holders -= 1
            if holders == 0 { _ = clinux_adopt_orphans(0) }
        }
    }
}

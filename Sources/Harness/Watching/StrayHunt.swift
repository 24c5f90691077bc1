internal import CLinux
import Files
import Glibc
import Processes
import Synchronization

/// Finds and ends what belongs to a traced trial without being traced: a process can make a child
/// that the kernel doesn't attach (CLONE_UNTRACED). What it held is unknown from then on.
struct StrayHunt: Sendable {
    private let tree: ProcessTree

    /// Hunts for strays of a tree, and counts them there.
    init(tree: ProcessTree) {
        self.tree = tree
    }

    /// Ends children of a process that nobody traces.
    func endStrays(of process: pid_t) {
        for child in children(of: process) { judge(child) }
    }

    /// Ends children of one thread that nobody traces: all there are, of a process with one thread.
    func endStrays(of process: pid_t, thread: pid_t) {
        for child in children(of: process, thread: thread) { judge(child) }
    }

    /// Ends processes that still live once the whole traced tree is gone.
    func end(remaining processes: [pid_t]) {
        for process in processes where isStray(process) { end(process) }
    }

    /// Ends what came to us when its parents ended.
    ///
    /// - Parameter mark: An entry of the environment that only this trial's processes have. It tells
    ///   them apart where children that nobody registered may be others'.
    func endOrphans(marked mark: String) {
        let entry = Array(mark.utf8)
        for child in children(of: getpid()) where isStray(child) {
            guard SpawnedChildren.isAdopted(child) || hasEntry(entry, process: child) else {
                continue
            }
            end(child)
        }
    }

    /// Ends a stray child of a process that ends, and takes note of one that nobody will wait for: it
    /// comes to us.
    private func judge(_ child: pid_t) {
        switch kind(of: child) {
        case .stray: end(child)
        case .ended: tree.noteBody(child)
        case .traced, .gone: break
        }
    }

    /// Waits until the strays are gone: memory is given back after a process was killed. Those whose
    /// parents ended are our children by now, and nobody else waits for them.
    func awaitEnds() {
        for stray in tree.strays {
            for _ in 0..<Self.patienceMilliseconds {
                if waitpid(stray, nil, WNOHANG) == stray { break }
                if kill(stray, 0) != 0 { break }
                usleep(1000)
            }
        }
        // Whoever adopts the dead has to bury them.
        for body in tree.bodies { _ = waitpid(body, nil, WNOHANG) }
        for child in children(of: getpid())
        where kind(of: child) == .ended && SpawnedChildren.isAdopted(child) {
            _ = waitpid(child, nil, WNOHANG)
        }
    }

    private static let patienceMilliseconds = 1000

    /// The place of a process in a trial.
    enum Kind {
        /// It lives, and nobody traces it.
        case stray
        /// It has ended, and is not yet waited for.
        case ended
        case traced
        case gone
    }

    /// Whether a process lives and nobody traces it. One that the kernel attached as it was made
    /// says so before it runs.
    private func isStray(_ process: pid_t) -> Bool { kind(of: process) == .stray }

    private func kind(of process: pid_t) -> Kind {
        guard !tree.contains(process) else { return .traced }
        return readProcFile("/proc/\(process)/status").map(Self.kind) ?? .gone
    }

    /// Reads from a status file what a process is.
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

    /// Ends a stray and all below it, which nobody traces either.
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

/// While it is held, orphans below this process become its children instead of init's, so that none
/// slips away. Trials may overlap; the last one to end leaves things as they were.
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

import Files
import Glibc
import Synchronization

@testable import Harness

/// A hierarchy of version 2 in memory: processes in groups, delegated controllers, locks.
///
/// It refuses what the kernel refuses: controllers for groups beside processes, processes beside
/// such groups, and the removal of a group in use.
final class FakeHierarchy: CgroupFiles {
    static let own = "/sys/fs/cgroup/session"
    static let other = "/sys/fs/cgroup/other"
    private static let root = "/sys/fs/cgroup"

    struct Group: Equatable {
        var processes: [Int] = []
        var hasMemoryBelow = false
        var holders: [Int: FileLock.Mode] = [:]
    }

    private struct State {
        var groups: [String: Group] = [:]
        var caller = 7
        var lockCount = 0
        var written: Set<String> = []
        var readOnly: Set<String> = []
        var controllers = "cpu memory pids"
        /// The number of processes that will still appear while others are moved.
        var forks = 0
        var lastProcess = 1000
    }

    private let state = Mutex(State())

    /// Creates a session with a shell (5) and a harness (7), beside another user's group.
    init(processes: [Int] = [5, 7]) {
        state.withLock { state in
            state.groups[Self.root] = Group(processes: [1], hasMemoryBelow: true)
            state.groups[Self.own] = Group(processes: processes)
            state.groups[Self.other] = Group(processes: [99])
        }
    }

    /// The processes of each group below the root, in order, including empty groups.
    var processes: [String: [Int]] {
        state.withLock { $0.groups.mapValues { $0.processes.sorted() } }
            .filter { $0.key != Self.root }
    }

    /// Returns whether a group delegates the memory controller.
    func handsDown(_ path: String) -> Bool {
        state.withLock { $0.groups[path]?.hasMemoryBelow ?? false }
    }

    /// The files that were written, and the folders that were created or removed.
    var written: Set<String> { state.withLock(\.written) }

    func forbid(_ path: String) { state.withLock { _ = $0.readOnly.insert(path) } }
    func setControllers(_ text: String) { state.withLock { $0.controllers = text } }
    func setForks(_ count: Int) { state.withLock { $0.forks = count } }
    func setCaller(_ process: Int) { state.withLock { $0.caller = process } }
    /// Starts a new process beside another.
    func start(_ process: Int, beside other: Int) {
        state.withLock { state in
            for (path, group) in state.groups where group.processes.contains(other) {
                state.groups[path]?.processes.append(process)
            }
        }
    }
    /// Kills processes as SIGKILL does, including their locks.
    func kill(_ processes: Set<Int>) {
        state.withLock { state in
            for path in state.groups.keys {
                state.groups[path]?.processes.removeAll(where: processes.contains)
                state.groups[path]?.holders = [:]
            }
        }
    }

    func read(_ path: String) -> String? {
        state.withLock { state in
            if path == "/proc/self/cgroup" {
                let group = state.groups.first { $0.value.processes.contains(state.caller) }
                return group.map { "0::\($0.key.dropFirst(Self.root.count))\n" }
            }
            if path == "/proc/self/mountinfo" {
                return "30 23 0:26 / \(Self.root) rw - cgroup2 cgroup2 rw\n"
            }
            let (folder, file) = Self.split(path)
            guard let group = state.groups[folder] else { return nil }
            switch file {
            case "cgroup.procs": return group.processes.map { "\($0)\n" }.joined()
            case "cgroup.controllers": return state.controllers
            case "cgroup.subtree_control": return group.hasMemoryBelow ? "memory\n" : "\n"
            case "cgroup.type": return folder == Self.root ? nil : "domain\n"
            default: return nil
            }
        }
    }

    func write(_ text: String, to path: String) -> Int32? {
        state.withLock { state in
            let (folder, file) = Self.split(path)
            guard let group = state.groups[folder] else { return ENOENT }
            state.written.insert(path)
            switch (file, text) {
            case ("cgroup.subtree_control", "+memory"):
                guard group.processes.isEmpty else { return EBUSY }
                state.groups[folder]?.hasMemoryBelow = true
            case ("cgroup.subtree_control", _): state.groups[folder]?.hasMemoryBelow = false
            case ("cgroup.procs", _): return Self.move(Int(text) ?? -1, to: folder, in: &state)
            default: break
            }
            return nil
        }
    }

    private static func move(_ process: Int, to target: String, in state: inout State) -> Int32? {
        let process = process == 0 ? state.caller : process
        let source = state.groups.first { $0.value.processes.contains(process) }?.key
        guard let source else { return ESRCH }
        if state.groups[target]?.hasMemoryBelow == true { return EBUSY }
        state.groups[source]?.processes.removeAll { $0 == process }
        state.groups[target]?.processes.append(process)
        if state.forks > 0 {
            state.lastProcess += 1
            state.groups[source]?.processes.append(state.lastProcess)
            state.forks -= 1
        }
        return nil
    }

    func canWrite(_ path: String) -> Bool { state.withLock { !$0.readOnly.contains(path) } }

    func makeDirectory(_ path: String) -> Int32? {
        state.withLock { state in
            state.written.insert(path)
            guard state.groups[path] == nil else { return EEXIST }
            state.groups[path] = Group()
            return nil
        }
    }

    func removeDirectory(_ path: String) -> Int32? {
        state.withLock { state in
            state.written.insert(path)
            guard let group = state.groups[path] else { return ENOENT }
            let hasChildren = state.groups.keys.contains { $0.hasPrefix("\(path)/") }
            guard group.processes.isEmpty, !hasChildren else { return EBUSY }
            state.groups[path] = nil
            return nil
        }
    }

    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold? {
        state.withLock { state in
            guard let holders = state.groups[path]?.holders.values else { return nil }
            if mode == .exclusive ? !holders.isEmpty : holders.contains(.exclusive) { return nil }
            state.lockCount += 1
            let number = state.lockCount
            state.groups[path]?.holders[number] = mode
            return Hold { [weak self] in self?.drop(number, of: path) }
        }
    }

    private func drop(_ number: Int, of path: String) {
        state.withLock { _ = $0.groups[path]?.holders.removeValue(forKey: number) }
    }

    func entries(_ path: String) -> [String] {
        state.withLock { state in
            state.groups.keys.filter { Self.split($0).folder == path }.map { Self.split($0).file }
        }
    }

    func openForWriting(_ path: String) -> Int32 { -1 }

    private static func split(_ path: String) -> (folder: String, file: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// A lock that ends with its last reference.
    private final class Hold: Sendable {
        private let release: @Sendable () -> Void

        init(release: @escaping @Sendable () -> Void) { self.release = release }

        deinit { release() }
    }
}

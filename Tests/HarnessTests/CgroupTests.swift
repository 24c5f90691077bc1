import Files
import Glibc
import MemoryBudget
import Processes
import Synchronization
import TestSupport
import Testing

@testable import Harness

/// A hierarchy in memory that follows the kernel's rules, as far as they matter here.
final class FakeCgroups: CgroupFiles {
    private struct State {
        var files: [String: String] = [:]
        var folders: Set<String> = []
        var log: [String] = []
        /// The folders that other processes have locked.
        var held: Set<String> = []
        /// The number of unrelated processes in our own group, as version 2 sees it.
        var strangers = 0
    }

    private let state = Mutex(State())
    static let own = "/sys/fs/cgroup/user.slice/job"

    /// A delegated group of version 2, like that on a real machine.
    static func version2(strangers: Int = 0, controllers: String = "cpu memory pids") -> FakeCgroups
    {
        let fake = FakeCgroups()
        fake.state.withLock { state in
            state.files["/proc/self/cgroup"] = "0::/user.slice/job\n"
            state.files["/proc/self/mountinfo"] =
                "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
            state.files["\(own)/cgroup.controllers"] = controllers
            state.files["\(own)/cgroup.subtree_control"] = ""
            state.files["\(own)/cgroup.procs"] = "1"
            state.folders = [own]
            state.strangers = strangers
        }
        return fake
    }

    func set(_ path: String, _ text: String) { state.withLock { $0.files[path] = text } }
    func addHeldFolder(_ path: String) {
        state.withLock { state in
            state.folders.insert(path)
            state.held.insert(path)
        }
    }
    func addFolder(_ path: String) { state.withLock { _ = $0.folders.insert(path) } }
    var log: [String] { state.withLock(\.log) }
    var folders: Set<String> { state.withLock(\.folders) }

    func read(_ path: String) -> String? { state.withLock { $0.files[path] } }

    func write(_ text: String, to path: String) -> Int32? {
        state.withLock { state in
            state.log.append(
                "\(text) > \(path.split(separator: "/").suffix(2).joined(separator: "/"))")
            let isControl = path == "\(Self.own)/cgroup.subtree_control"
            // A group with processes of its own can't delegate controllers.
            if isControl, text.hasPrefix("+"),
                state.strangers > 0 || state.files["\(Self.own)/cgroup.procs"] != ""
            {
                return EBUSY
            }
            if text == "0", path.hasSuffix("-harness/cgroup.procs") {
                state.files["\(Self.own)/cgroup.procs"] = ""
            }
            state.files[path] = isControl ? String(text.dropFirst()) : text
            return nil
        }
    }

    func canWrite(_ path: String) -> Bool { true }

    func makeDirectory(_ path: String) -> Int32? {
        state.withLock { $0.folders.insert(path).inserted ? nil : EEXIST }
    }

    func removeDirectory(_ path: String) -> Int32? {
        state.withLock { $0.folders.remove(path) == nil ? ENOENT : nil }
    }

    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold? {
        state.withLock { state in
            guard !state.held.contains(path) || mode == .shared else { return nil }
            return true
        }
    }

    func entries(_ path: String) -> [String] {
        state.withLock { state in
            state.folders.filter { $0.hasPrefix("\(path)/") }.map {
                String($0.dropFirst(path.count + 1))
            }
        }
    }

    func openForWriting(_ path: String) -> Int32 { open("/dev/null", O_WRONLY | O_CLOEXEC) }
}

@Suite("Cgroups below our own")
struct CgroupTests {
    private let owner = HarnessIdentity(process: 77, startTicks: 123)

    @Test("In version 2, the harness moves to a leaf, enables the controller and limits its group")
    func version2() throws {
        let files = FakeCgroups.version2()
        let parent = try CgroupParent(files: files, owner: owner)
        let group = try parent.makeGroup(limitBytes: 64 << 20)
        #expect(group.path == "\(FakeCgroups.own)/membudget-77-123-1")
        #expect(
            files.log == [
                "0 > membudget-77-123-harness/cgroup.procs", "+memory > job/cgroup.subtree_control",
                "67108864 > membudget-77-123-1/memory.max",
                "0 > membudget-77-123-1/memory.swap.max",
                "1 > membudget-77-123-1/memory.oom.group",
            ])
        group.remove()
        #expect(!files.folders.contains(group.path))
    }

    @Test("In version 2, the harness leaves its leaf and undoes everything when it ends")
    func version2Undone() throws {
        let files = FakeCgroups.version2()
        do {
            let parent = try CgroupParent(files: files, owner: owner)
            try parent.makeGroup(limitBytes: 1 << 20).remove()
        }
        #expect(files.folders == [FakeCgroups.own])
        #expect(files.log.contains("-memory > job/cgroup.subtree_control"))
        #expect(files.log.contains("0 > job/cgroup.procs"))
    }

    @Test("Version 2 is unavailable if our group is shared, and nothing is changed")
    func version2Shared() throws {
        let files = FakeCgroups.version2(strangers: 1)
        let parent = try CgroupParent(files: files, owner: owner)
        do throws(EnforcementUnavailable) {
            _ = try parent.makeGroup(limitBytes: 1 << 20)
            Issue.record("a group was created")
        } catch {
            #expect(error.reason == "other processes share the cgroup \(FakeCgroups.own)")
        }
        #expect(files.folders == [FakeCgroups.own])
    }

    @Test("Version 2 is unavailable without the memory controller")
    func version2WithoutController() throws {
        let parent = try CgroupParent(
            files: FakeCgroups.version2(controllers: "cpu pids"), owner: owner)
        #expect(throws: EnforcementUnavailable.self) {
            _ = try parent.makeGroup(limitBytes: 1 << 20)
        }
    }

    @Test("In version 2, a kill with a limit hit is ours, and a kill alone comes from above")
    func version2Evidence() throws {
        let files = FakeCgroups.version2()
        let parent = try CgroupParent(files: files, owner: owner)
        let group = try parent.makeGroup(limitBytes: 64 << 20)
        files.set("\(group.path)/memory.peak", "67108864\n")
        files.set("\(group.path)/memory.events.local", "low 0\nmax 0\noom 0\noom_kill 1\n")
        #expect(group.evidence(isContainer: false).hasKilled)
        #expect(!group.evidence(isContainer: false).isOurLimit)
        files.set("\(group.path)/memory.events.local", "low 0\nmax 12\noom 1\noom_kill 1\n")
        #expect(group.evidence(isContainer: false).isOurLimit)
        #expect(group.evidence(isContainer: false).counters.peakBytes == 64 << 20)
        #expect(group.evidence(isContainer: false).limitHitCount == 12)
        // On a kernel that doesn't count hits, the highest charge decides.
        files.set("\(group.path)/memory.events.local", "low 0\nmax 0\noom 0\noom_kill 0\n")
        #expect(group.evidence(isContainer: false).limitHitCount == 1)
        files.set("\(group.path)/memory.peak", "50331648\n")
        #expect(group.evidence(isContainer: false).limitHitCount == 0)
    }

    @Test(
        "An open file is read anew each time, and a missing one is looked up again"
    )
    func keptOpen() throws {
        let folder = try TemporaryDirectory()
        let files = KeptOpen(SystemFiles())
        let path = try folder.write("oom_kill 0\n", to: "memory.events")
        #expect(files.read(path) == "oom_kill 0\n")
        #expect(SystemFiles().write("oom_kill 1\n", to: path) == nil)
        #expect(files.read(path) == "oom_kill 1\n")
        #expect(files.read(folder.path("later")) == nil)
        let long = String(repeating: "A", count: 10_000)
        #expect(files.read(try folder.write(long, to: "later")) == long)
    }

    @Test("A sweep removes leftovers of a dead harness, but not groups of a living one or others")
    func sweep() throws {
        let files = FakeCgroups.version2()
        let living = HarnessIdentity.current
        files.set(
            "/proc/\(living.process)/stat", SystemFiles().read("/proc/\(living.process)/stat") ?? ""
        )
        let kept = ["\(living.groupPrefix)-1", "somebody-else", "membudget-notes"]
        for name in kept + ["membudget-999999-5-1", "membudget-999999-5-harness"] {
            files.addFolder("\(FakeCgroups.own)/\(name)")
        }
        let parent = try CgroupParent(files: files, owner: owner)
        #expect(parent.sweptAtStart.removed.count == 2)
        #expect(Set(files.entries(FakeCgroups.own)) == Set(kept))
    }

    @Test("A group locked by a harness of another PID namespace is not swept")
    func otherNamespace() throws {
        let files = FakeCgroups.version2()
        files.addHeldFolder("\(FakeCgroups.own)/membudget-999999-5-1")
        let parent = try CgroupParent(files: files, owner: owner)
        #expect(parent.sweptAtStart.removed.isEmpty)
        #expect(files.entries(FakeCgroups.own) == ["membudget-999999-5-1"])
    }

    @Test("A rehearsal of a sweep reports what it would remove, and removes nothing")
    func rehearsal() throws {
        let files = FakeCgroups.version2()
        files.addFolder("\(FakeCgroups.own)/membudget-999999-5-1")
        let location = try #require(CgroupLocation(files: files))
        let rule = SweepRule(isRehearsal: true)
        #expect(
            CgroupParent.sweep(location, files: files, rule: rule).removed
                == ["\(FakeCgroups.own)/membudget-999999-5-1"])
        #expect(files.entries(FakeCgroups.own) == ["membudget-999999-5-1"])
    }

    @Test("A group of version 1 is found if only a part of the hierarchy is mounted")
    func version1Location() {
        let files = FakeCgroups.version2()
        files.set("/proc/self/cgroup", "8:memory:/docker/abc/job\n0::/\n")
        files.set(
            "/proc/self/mountinfo",
            "30 23 0:26 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n")
        let location = CgroupLocation(files: files)
        #expect(location?.version.tier == .cgroupV1)
        #expect(location?.ownPath == "/sys/fs/cgroup/memory/job")
    }

    @Test("A trial under a group of version 2 reports its tier", .timeLimit(.minutes(1)))
    func trialUnderFake() async throws {
        let files = FakeCgroups.version2()
        let owner = owner
        let parent = try CgroupParent(files: files, owner: owner)
        let report = try await measureCommand(
            ["/bin/true"], limits: limits(64), cgroups: CgroupSource { .success(parent) })
        #expect(report.observation.enforcement.tiers == [.watchdog, .cgroupV2])
        #expect(report.observation.outcome == .completed)
    }

    @Test("A missing required enforcement fails closed; a missing preferred one is reported")
    func failsClosed() async throws {
        let nothing = CgroupSource(
            remedy: { "sudo membudget …" },
            find: { .failure(EnforcementUnavailable(reason: "read-only")) })
        let wanted = try await measureCommand(["/bin/true"], limits: limits(64), cgroups: nothing)
        #expect(wanted.observation.enforcement.tiers == [.watchdog])
        #expect(wanted.observation.enforcement.missing == "read-only")
        #expect(wanted.observation.enforcement.remedy == "sudo membudget …")
        for required in [Enforcement.cgroup, .rlimit] {
            var strict = limits(64)
            strict.requiredEnforcement = required
            await #expect(throws: MachineError.self) {
                _ = try await measureCommand(["/bin/true"], limits: strict, cgroups: nothing)
            }
        }
        await #expect(throws: MachineError.self) {
            _ = try await measureCommand(
                ["/bin/true"], limits: limits(64, .cgroup), cgroups: nothing)
        }
    }
}

import Glibc
import Processes
import Testing

@testable import Harness

@Suite("Taking a shared cgroup, and restoring it")
struct TakenCgroupTests {
    private let files = FakeHierarchy()
    private let own = FakeHierarchy.own
    private let owner = HarnessIdentity(process: 7, startTicks: 123)
    private let second = HarnessIdentity(process: 8, startTicks: 456)
    private var leaf: String { "\(own)/membudget-7-123-taken" }
    private let before = [FakeHierarchy.own: [5, 7], FakeHierarchy.other: [99]]

    private func take(_ owner: HarnessIdentity) throws(EnforcementUnavailable) -> CgroupParent {
        try CgroupParent(files: files, owner: owner, takesGroup: true)
    }

    private func refusal() -> String? {
        do throws(EnforcementUnavailable) {
            _ = try take(owner)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("All processes stay in a leaf while there are groups with limits, and then move back")
    func roundTrip() throws {
        let parent = try take(owner)
        #expect(files.processes == [own: [], leaf: [5, 7], FakeHierarchy.other: [99]])
        #expect(files.handsDown(own))
        let group = try parent.makeGroup(limitBytes: 64 << 20)
        #expect(group.path == "\(own)/membudget-7-123-1")
        files.start(6, beside: 5)
        group.remove()
        parent.restore()
        #expect(files.processes == [own: [5, 6, 7], FakeHierarchy.other: [99]])
        #expect(!files.handsDown(own))
        #expect(files.written.allSatisfy { $0.hasPrefix("\(own)/") })
    }

    @Test("Without a request, no other process is moved")
    func unasked() throws {
        let parent = try CgroupParent(files: files, owner: owner)
        #expect(throws: EnforcementUnavailable.self) {
            _ = try parent.makeGroup(limitBytes: 64 << 20)
        }
        #expect(files.processes == before)
    }

    @Test("Alone in its cgroup, the harness has nothing to take")
    func alone() throws {
        let files = FakeHierarchy(processes: [7])
        let parent = try CgroupParent(files: files, owner: owner, takesGroup: true)
        #expect(files.processes[leaf] == nil)
        try parent.makeGroup(limitBytes: 64 << 20).remove()
        parent.restore()
        #expect(files.processes == [own: [7], FakeHierarchy.other: [99]])
    }

    @Test("Processes that start during the move are moved, too")
    func forks() throws {
        files.setForks(3)
        let parent = try take(owner)
        #expect(files.processes[own] == [])
        #expect(files.processes[leaf] == [5, 7, 1001, 1002, 1003])
        files.setForks(2)
        parent.restore()
        #expect(files.processes[own]?.count == 7 && files.processes[leaf] == nil)
    }

    @Test("If processes keep appearing, the harness gives up and moves them back")
    func forkBomb() throws {
        files.setForks(1000)
        let reason = try #require(refusal())
        #expect(reason.contains("keep appearing"))
        #expect(!files.handsDown(own))
    }

    @Test(
        "A cgroup is refused if unwritable, without controller, or with foreign processes",
        arguments: ["", "/cgroup.procs", "/cgroup.subtree_control"])
    func refused(file: String) throws {
        files.forbid(own + file)
        #expect(refusal() == "\(own) can't be written")
        #expect(files.processes == before && files.written.isEmpty)
        let foreign = FakeHierarchy(processes: [0, 7])
        let error = #expect(throws: EnforcementUnavailable.self) {
            _ = try CgroupParent(files: foreign, owner: owner, takesGroup: true)
        }
        #expect(error?.reason.contains("another PID namespace") == true)
        #expect(foreign.written.isEmpty)
        let bare = FakeHierarchy()
        bare.setControllers("cpu pids")
        #expect(throws: EnforcementUnavailable.self) {
            _ = try CgroupParent(files: bare, owner: owner, takesGroup: true)
        }
        #expect(bare.written.isEmpty)
    }

    @Test(
        "The next run undoes what a killed harness moved, from inside or beside the leaf"
    )
    func killed() throws {
        let parent = try take(owner)
        let group = try parent.makeGroup(limitBytes: 64 << 20).path
        files.kill([7])
        files.start(8, beside: 5)
        files.setCaller(8)
        let next = try CgroupParent(files: files, owner: second)
        #expect(next.location.ownPath == own)
        #expect(Set(next.sweptAtStart.removed) == [leaf, group])
        #expect(files.processes == [own: [5, 8], FakeHierarchy.other: [99]])
        #expect(!files.handsDown(own))
    }

    @Test("A rehearsal of the sweep reports the leaf, and keeps it")
    func rehearsal() throws {
        let parent = try take(owner)
        files.kill([7])
        files.setCaller(5)
        let location = try #require(CgroupLocation(files: files))
        let rule = SweepRule(isRehearsal: true)
        #expect(CgroupParent.sweep(location, files: files, rule: rule).removed == [leaf])
        #expect(files.processes[leaf] == [5])
        withExtendedLifetime(parent) {}
    }

    @Test("A second harness joins the first, and the last one to leave restores the cgroup")
    func joined() throws {
        let first = try take(owner)
        files.start(8, beside: 5)
        files.setCaller(8)
        let other = try take(second)
        let group = try other.makeGroup(limitBytes: 64 << 20)
        #expect(group.path == "\(own)/membudget-8-456-1")
        first.restore()
        #expect(files.processes[leaf] == [5, 7, 8] && files.handsDown(own))
        group.remove()
        other.restore()
        #expect(files.processes == [own: [5, 7, 8], FakeHierarchy.other: [99]])
    }

    @Test("The leaf of a living harness is not a leftover")
    func living() throws {
        let first = try take(owner)
        files.start(8, beside: 5)
        files.setCaller(8)
        let other = try CgroupParent(files: files, owner: second)
        #expect(other.sweptAtStart.removed.isEmpty)
        #expect(files.processes[leaf] == [5, 7, 8])
        first.restore()
    }
}

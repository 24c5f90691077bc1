import Testing

@testable import Harness

@Suite("The memory of a machine or container")
struct MachineFactsTests {
    @Test(
        "The lowest limit of our own cgroup and those above counts: ours may be a leaf without one")
    func limit() {
        let files = FakeCgroups.version2()
        #expect(MachineFacts.limitBytes(files: files) == nil)
        files.set("\(FakeCgroups.own)/memory.max", "max\n")
        files.set("/sys/fs/cgroup/user.slice/memory.max", "536870912\n")
        #expect(MachineFacts.limitBytes(files: files) == 512 << 20)
        files.set("\(FakeCgroups.own)/memory.max", "268435456\n")
        #expect(MachineFacts.limitBytes(files: files) == 256 << 20)
    }
}

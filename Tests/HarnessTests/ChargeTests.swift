import MemoryBudget
import Testing

@testable import Harness

@Suite("The charge of a cgroup by kind")
struct ChargeTests {
    private static let stats = [
        "v1": """
        cache 3145728
        rss 1048576
        shmem 2097152
        total_rss 999999999
        """,
        "v2": """
        anon 1048576
        file 3145728
        kernel 4194304
        shmem 2097152
        """,
    ]

    @Test(
        "Shared memory is read separately from the page cache",
        arguments: ["v1", "v2"])
    func parts(version: String) {
        let files = FakeCgroups.version2()
        files.set("/g/memory.stat", Self.stats[version] ?? "")
        files.set("/g/memory.kmem.usage_in_bytes", "4194304\n")
        let group = CgroupReader(path: "/g", files: files)
        let parts =
            version == "v1"
            ? CgroupV1().chargeParts(of: group) : CgroupV2().chargeParts(of: group)
        #expect(
            parts
                == ChargeParts(
                    anonBytes: 1 << 20, shmemBytes: 2 << 20, fileBytes: 1 << 20,
                    kernelBytes: 4 << 20))
        files.set("/g/memory.stat", "")
        files.set("/g/memory.kmem.usage_in_bytes", "")
        #expect(CgroupV1().chargeParts(of: group) == ChargeParts())
        #expect(CgroupV2().chargeParts(of: group) == ChargeParts())
    }

    @Test("Limit hits are counted, in version 1 for both limits")
    func limitHits() {
        let files = FakeCgroups.version2()
        let group = CgroupReader(path: "/g", files: files)
        #expect(CgroupV1().counters(of: group).limitHitCount == nil)
        #expect(CgroupV2().counters(of: group).limitHitCount == nil)
        files.set("/g/memory.failcnt", "2\n")
        #expect(CgroupV1().counters(of: group).limitHitCount == 2)
        files.set("/g/memory.memsw.failcnt", "40\n")
        #expect(CgroupV1().counters(of: group).limitHitCount == 42)
        files.set("/g/memory.events", "low 0\nmax 12\noom 0\noom_kill 0\n")
        #expect(CgroupV2().counters(of: group).limitHitCount == 12)
    }

    private func shared(_ mebibytes: Int) -> ChargeParts {
        ChargeParts(anonBytes: 1 << 20, shmemBytes: mebibytes << 20)
    }

    @Test("The charge at a kill is the largest reading after it, unless all came too late")
    func atKill() {
        var charge = KilledCharge()
        #expect(charge.parts == nil)
        charge.note(shared(10), hasKilled: false)
        charge.note(shared(31), hasKilled: false)
        #expect(charge.parts == shared(31))
        charge.note(shared(0), hasKilled: true)
        #expect(charge.parts == shared(31))
        charge.note(shared(30), hasKilled: true)
        charge.note(shared(2), hasKilled: true)
        #expect(charge.parts == shared(30))
        charge.note(ChargeParts(), hasKilled: true)
        #expect(charge.parts == shared(30))
    }
}

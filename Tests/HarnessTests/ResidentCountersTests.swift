import Glibc
import Processes
import Testing

@testable import Harness

/// The error of the kernel's counters by its release, processors and threads.
@Suite("The error of the kernel's counters")
struct ResidentCountersTests {
    private func counters(_ release: String, online: Int = 2) -> ResidentCounters {
        ResidentCounters(kernelRelease: release, onlineProcessorCount: online, pageBytes: 4096)
    }

    @Test(
        "For each usable processor, the error is one batch of pages in each of three counters",
        arguments: [(2, 2, 768 << 10), (2, 1, 384 << 10), (16, 16, 6 << 20), (64, 2, 3 << 20)])
    func perProcessor(online: Int, allowed: Int, bytes: Int) {
        let counters = counters("6.18.44", online: online)
        #expect(counters.errorBytes(processorCount: allowed, threadCount: 64) == bytes)
    }

    @Test("Before Linux 6.2, each thread keeps the pages of its last page faults")
    func perThread() {
        let counters = counters("6.1.0-18-cloud-amd64")
        #expect(counters.cache == .perThread)
        #expect(counters.errorBytes(processorCount: 2, threadCount: 1) == 4 << 20)
        #expect(counters.errorBytes(processorCount: 1, threadCount: 64) == 256 << 20)
    }

    @Test(
        "Existing memory reads exactly since Linux 6.16; an unknown release is the worst",
        arguments: [
            ("6.1.0", false, ResidentCounters.Cache.perThread), ("6.2", false, .perProcessor),
            ("6.8.0-45-generic", false, .perProcessor), ("6.16.1", true, .perProcessor),
            ("7.0.0-rc1", true, .perProcessor), ("5.15", false, .perThread),
            ("", false, .perThread),
        ])
    func releases(release: String, isExact: Bool, cache: ResidentCounters.Cache) {
        #expect(counters(release).readsExactly == isExact)
        #expect(counters(release).cache == cache)
    }

    @Test("Processor sets are counted, joined and limited to the last ones")
    func processors() throws {
        let some = ProcessorSet([0, 3, 64, 200])
        #expect(some.count == 4)
        #expect(some.last(2).numbers == [64, 200])
        #expect(some.last(9) == some)
        var all = some
        all.formUnion(ProcessorSet([3, 4]))
        #expect(all.numbers == [0, 3, 4, 64, 200])
        let own = try #require(ProcessorSet(of: 0))
        #expect(own.count >= 1 && own.count <= sysconf(Int32(_SC_NPROCESSORS_CONF)))
        #expect(ProcessorSet(of: 999_999_999) == nil)
    }

    @Test("A page table walk has resident and anonymous memory, or is nil without figures")
    func pageWalk() {
        let text = """
            55d4c0f3b000-7ffd5b1d6000 ---p 00000000 00:00 0                          [rollup]
            Rss:                1808 kB
            Pss:                 422 kB
            Pss_Anon:             96 kB
            Anonymous:            92 kB
            """
        let walk = PageWalk(parsing: Array(text.utf8))
        #expect(walk?.residentBytes == 1808 << 10 && walk?.anonymousBytes == 92 << 10)
        #expect(PageWalk(parsing: []) == nil)
    }
}

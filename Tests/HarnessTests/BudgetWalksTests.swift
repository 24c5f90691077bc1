import Files
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Harness

private let mebibyte = 1 << 20

/// Kernels whose counters read too low, under a program that doesn't change.
@Suite("Page table walks for budgets")
struct BudgetWalksTests {
    private final class Walker {
        private(set) var count = 0
        let found: PageWalk?

        init(finds text: String) { found = PageWalk(parsing: Array(text.utf8)) }

        func walk(_ thread: pid_t) -> PageWalk? {
            count += 1
            return found
        }
    }

    private func walks(
        _ release: String, budget mebibytes: Int?, metric: Metric = .peakRSS,
        by walker: Walker? = nil
    ) -> BudgetWalks {
        var walks = BudgetWalks(
            counters: ResidentCounters(
                kernelRelease: release, onlineProcessorCount: 2, pageBytes: 4096),
            budget: mebibytes.map { Budget(metric: metric, limit: .mebibytes($0)) })
        if let walker { walks.walk = walker.walk }
        return walks
    }

    private func read(_ resident: Int, anonymous: Int = 0) -> ResidentBytes {
        ResidentBytes(resident: resident, shared: resident - anonymous)
    }

    @Test("Page tables are walked if the budget lies within the counters' error")
    func between() {
        let old = walks("6.1.0", budget: 8)
        #expect(old.mayDecide(over: read(5 * mebibyte), threadCount: 1))
        #expect(!old.mayDecide(over: read(4 * mebibyte), threadCount: 1))
        #expect(old.mayDecide(over: read(4096), threadCount: 64))
        // The process is over its budget by the reading alone.
        #expect(!old.mayDecide(over: read(9 * mebibyte), threadCount: 64))
        let newer = walks("6.12.1", budget: 8)
        #expect(newer.mayDecide(over: read(8 * mebibyte - (767 << 10)), threadCount: 64))
        #expect(!newer.mayDecide(over: read(7 * mebibyte), threadCount: 64))
        #expect(!walks("6.18.1", budget: 8).mayDecide(over: read(8 * mebibyte), threadCount: 64))
    }

    @Test("Only metrics read per process are walked, and only with a budget")
    func metrics() {
        let bytes = read(100 * mebibyte, anonymous: 5 * mebibyte)
        let anonymous = walks("6.1.0", budget: 8, metric: .peakAnonymous)
        #expect(anonymous.mayDecide(over: bytes, threadCount: 1))
        for metric in [Metric.peakTree, .peakLive] {
            let others = walks("6.1.0", budget: 101, metric: metric)
            #expect(!others.mayDecide(over: bytes, threadCount: 1))
        }
        #expect(!walks("6.1.0", budget: nil).mayDecide(over: bytes, threadCount: 64))
    }

    @Test("A walk raises the reading of a process, and delays the next walk")
    func raised() {
        let walker = Walker(finds: "Rss: 1048576 kB\nAnonymous: 524288 kB\n")
        let process = WatchedProcess(
            id: getpid(), staysOpen: false,
            walks: walks("6.1.0", budget: 1023, by: walker))
        // With so few threads, the counters can't hide that much.
        #expect(bytes(process.read(at: 0))?.resident ?? 0 < 1 << 30 && walker.count == 0)
        var status = MemoryStatus(parsing: Array("Threads:\t1000\n".utf8))
        process.note(status)
        #expect(process.hiddenBytes == 4000 * mebibyte)
        let walked = bytes(process.read(at: 1))
        #expect(walked?.resident == 1 << 30 && walked?.anonymous == 512 * mebibyte)
        #expect(process.bytes == walked && walker.count == 1)
        #expect(bytes(process.read(at: 2))?.resident ?? 0 < 1 << 30 && walker.count == 1)
        #expect(bytes(process.read(at: 1_000_000_000))?.resident == 1 << 30)
        status.threadCount = 1
        process.note(status)
        #expect(process.hiddenBytes == 4 * mebibyte)
    }

    private func bytes(_ reading: ProcReading<ResidentBytes>) -> ResidentBytes? {
        if case .read(let bytes) = reading { bytes } else { nil }
    }

    @Test("The final anonymous memory of a process also comes from its page tables")
    func atExit() {
        var process = TracedProcess(id: 1, hasImage: true)
        let status = MemoryStatus(
            parsing: Array("VmHWM: 12 kB\nVmRSS: 12 kB\nRssAnon: 8 kB\n".utf8))
        process.take(
            status, walk: PageWalk(parsing: Array("Rss: 900 kB\nAnonymous: 700 kB\n".utf8)),
            io: nil)
        #expect(process.peakRSSBytes == 900 << 10 && process.endRSSBytes == 900 << 10)
        #expect(process.peakAnonymousBytes == 700 << 10)
    }

    @Test("Page tables are read through another thread once the leader has exited")
    func leaderLeft() async throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let (path, selftest) = ("\(folder.path)/pid", try Products.path("membudget-selftest"))
        let script = "echo $$ > \(path); exec \(selftest) leader-leaves 16 --hold-ms 5000"
        let run = Task { try await TestSupport.Command.run(["/bin/sh", "-c", script]) }
        let isFound = await eventually {
            let text = String(decoding: readProcFile(path) ?? [], as: UTF8.self)
            guard let process = pid_t(text.filter(\.isNumber)),
                let other = threadIDs(of: process)?.first(where: { $0 != process })
            else { return false }
            let held = PageWalk(thread: other)?.anonymousBytes ?? 0
            return PageWalk(thread: process) == nil && held >= 16 * mebibyte
        }
        #expect(isFound)
        #expect(try await run.value.status == 0)
    }
}

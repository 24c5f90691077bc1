import HeapProfile
import TestSupport
import Testing

@Suite(
    "The sampler's hooks",
    .enabled(if: Products.isBuilt("libmembudget-sampler.so"), "the sampler has not been built"))
struct HookTests {
    /// The commands of `membudget-selftest allocate`, which together call every hook.
    private static let functions = [
        "malloc", "calloc", "realloc", "reallocarray", "aligned_alloc", "posix_memalign",
        "memalign", "valloc", "pvalloc", "free_sized", "free_aligned_sized", "mallocx", "rallocx",
        "xallocx", "new", "new[]", "new-nothrow", "new[]-nothrow", "new-sized", "new[]-sized",
        "new-aligned", "new[]-aligned", "new-aligned-nothrow", "new[]-aligned-nothrow",
        "new-aligned-sized", "new[]-aligned-sized",
    ]

    private func table(
        _ function: String, _ allocator: SampledTrial.Allocator, keep: Bool = false
    ) async throws -> SampleTable {
        let program = try Products.path("membudget-selftest")
        let trial = try await SampledTrial.run(
            [program, "allocate", function] + (keep ? ["--keep", "1"] : []), allocator: allocator)
        #expect(trial.result.status == 0, "\(function): \(trial.result)")
        return try #require(trial.largest)
    }

    @Test(
        "Each allocating function counts its block once, and each releasing one subtracts it",
        arguments: SampledTrial.Allocator.allCases)
    func counts(_ allocator: SampledTrial.Allocator) async throws {
        let mebibyte = 1 << 20
        // An aligned block may be a page or a size class larger.
        let allowed = mebibyte...mebibyte + mebibyte / 4
        let bare = try await table("nothing", allocator)
        for function in Self.functions {
            let released = try await table(function, allocator)
            #expect(
                allowed.contains(released.totalBytes - bare.totalBytes),
                "\(function) allocated \(released.totalBytes - bare.totalBytes)")
            #expect(released.endLiveBytes == bare.endLiveBytes, "\(function) was not released")
            let kept = try await table(function, allocator, keep: true)
            #expect(
                allowed.contains(kept.endLiveBytes - bare.endLiveBytes),
                "\(function) kept \(kept.endLiveBytes - bare.endLiveBytes)")
        }
    }

    @Test("Memory that the allocator maps for operator new counts as its own, as for malloc")
    func mapsOfNew() async throws {
        func allocatorsBytes(_ function: String) async throws -> UInt64 {
            try await table(function, .jemalloc, keep: true).heap.allocatorMaps
                .reduce(0) { $0 + $1.bytes }
        }
        let byMalloc = try await allocatorsBytes("malloc")
        #expect(byMalloc > 0)
        #expect(try await allocatorsBytes("new") >= byMalloc)
    }

    @Test(
        "A command keeps its output and its status", arguments: SampledTrial.Allocator.allCases)
    func unnoticed(_ allocator: SampledTrial.Allocator) async throws {
        let script = """
            import os, subprocess, threading
            blocks = [bytes(1000) for _ in range(10000)]
            threads = [threading.Thread(target=lambda: [bytes(100) for _ in range(1000)])
                       for _ in range(8)]
            [t.start() for t in threads]
            [t.join() for t in threads]
            if os.fork() == 0:
                more = [bytes(1000) for _ in range(10000)]
                os._exit(len(more) // 5000)
            print(os.waitstatus_to_exitcode(os.wait()[1]), subprocess.call(["sh", "-c", "exit 3"]))
            raise SystemExit(4)
            """
        let trial = try await SampledTrial.run(["python3", "-c", script], allocator: allocator)
        #expect(trial.result.standardOutput == "2 3\n")
        #expect(trial.result.standardError.isEmpty)
        #expect(trial.result.status == 4)
    }

    @Test(
        "A forked child writes nothing into its parent's table, and its next program has its own"
    )
    func forked() async throws {
        let script = """
            import os
            if os.fork() == 0:
                held = bytearray(b"x") * (64 << 20)
                os.execlp("sh", "sh", "-c", ":")
            os.wait()
            """
        let trial = try await SampledTrial.run(["python3", "-c", script])
        let parent = try #require(trial.tables.values.min { $0.processID < $1.processID })
        #expect(parent.peakLiveBytes < 16 << 20)
        #expect(trial.tables.count >= 2)
    }

    @Test("Each program that a process executes has a table")
    func executed() async throws {
        let script = "import os; x = bytes(32 << 20); os.execlp('true', 'true')"
        let trial = try await SampledTrial.run(["python3", "-c", script])
        let names = trial.tables.keys.map { $0.split(separator: "-").last ?? "" }
        #expect(Set(names).isSuperset(of: ["0", "1"]))
        #expect(trial.largest.map { $0.peakLiveBytes >= 32 << 20 } == true)
    }

    @Test("A signal's handler that allocates finds nothing locked")
    func signalHandlers() async throws {
        let script = """
            import signal
            count = 0
            def handle(*_):
                global count
                count += len([bytes(5000) for _ in range(100)]) > 0
            signal.signal(signal.SIGALRM, handle)
            signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
            for _ in range(400):
                x = [bytes(3000) for _ in range(500)]
            signal.setitimer(signal.ITIMER_REAL, 0)
            print(count > 10)
            """
        let trial = try await SampledTrial.run(
            ["python3", "-c", script], interval: 1024)
        #expect(trial.result.standardOutput == "True\n")
        #expect(trial.result.status == 0)
    }

    @Test("A static program ignores the preload and leaves no table")
    func staticProgram() async throws {
        let trial = try await SampledTrial.run([try Products.path("membudget-launcher")])
        #expect(trial.tables.isEmpty)
    }
}

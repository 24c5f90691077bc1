import Files
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Harness

/// Programs that try to escape from the harness.
@Suite("Processes that try to escape", .serialized)
struct SlippingTests {
    private func followingTree(
        _ mebibytes: Int, timeout: Duration? = nil, traces: Bool = true
    ) -> TrialLimits {
        TrialLimits(
            budget: Budget(metric: .peakRSS, limit: .mebibytes(mebibytes)), followsTree: true,
            enforcement: .watchdog, timeout: timeout, traces: traces)
    }

    private func expectStopped(
        _ report: TrialReport, below mebibytesMaximum: Double = 120,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let observation = report.observation
        #expect(observation.outcome == .overBudget, sourceLocation: location)
        #expect(observation.evidence.kind == .watchdog, sourceLocation: location)
        #expect(mebibytes(observation.peakRSSBytes) < mebibytesMaximum, sourceLocation: location)
    }

    @Test("Without ptrace, an orphan in another session is watched and stopped")
    func untracedOrphan() async throws {
        let selftest = try Products.path("membudget-selftest")
        let script = "(setsid \(selftest) grow 300 --limit 300 &) ; sleep 3"
        expectStopped(
            try await measureCommand(
                ["/bin/sh", "-c", script], limits: followingTree(64, traces: false)))
    }

    @Test("A process whose main thread has exited is watched", arguments: [true, false])
    func leaderLeft(traces: Bool) async throws {
        let report = try await measure(
            "leader-leaves", "200", limits: followingTree(64, traces: traces))
        expectStopped(report, below: 201)
    }

    @Test("A child that its parent never waited for doesn't become our zombie")
    func zombie() async throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let script = """
            import subprocess, sys, time
            child = subprocess.Popen(['/bin/true'])
            open(sys.argv[1], 'w').write(str(child.pid))
            time.sleep(0.2)
            """
        let path = "\(folder.path)/pid"
        let report = try await measureCommand(["/usr/bin/python3", "-c", script, path])
        #expect(report.observation.outcome == .completed)
        let text = String(decoding: readProcFile(path) ?? [], as: UTF8.self)
        let child = try #require(pid_t(text))
        #expect(kill(child, 0) != 0 && errno == ESRCH)
    }

    @Test("A process that shares the memory of one that ended is watched")
    func inheritedMemory() async throws {
        let report = try await measure(
            "inherited-memory", "100", "800", limits: followingTree(64))
        #expect(report.observation.outcome == .overBudget)
        #expect(report.observation.evidence.kind == .watchdog)
    }

    @Test(
        "An untraced child is killed, and the result is inconclusive",
        arguments: ["0", "300"])
    func untracedChild(parentLife: String) async throws {
        let before = try selftestProcesses()
        let report = try await measure(
            "untraced-child", "100", parentLife, limits: limits(64, .watchdog))
        #expect(report.observation.outcome == .unmeasured)
        #expect(
            report.observation.evidence.figures?.proof
                == .notWatched(cause: .untraced, processCount: 1))
        #expect(try selftestProcesses().subtracting(before).isEmpty)
    }

    /// Every living process of this test's own selftest program; those of other tests have other
    /// paths.
    private func selftestProcesses() throws -> Set<pid_t> {
        let program = FileStamp(of: try Products.path("membudget-selftest"))
        return Set(
            directoryEntries("/proc").compactMap { pid_t($0) }.filter {
                FileStamp(of: "/proc/\($0)/exe") == program && isAlive($0)
            })
    }

    @Test("A process that grows when its deadline asks it to end is stopped at its budget")
    func growsOnDeadline() async throws {
        let report = try await measure(
            "grow-on-term", "600", limits: limits(64, .watchdog, timeout: .milliseconds(300)))
        #expect(report.observation.outcome == .overBudget)
        #expect(report.observation.evidence.kind == .watchdog)
    }

    @Test("Processor time of a child that is never waited for counts")
    func forgottenChild() async throws {
        let observation = try await measure("forgotten-child", "400").observation
        let used = observation.userNanoseconds + observation.systemNanoseconds
        #expect(used > 380_000_000 && used < 600_000_000)
    }

    @Test(
        "Processor time counts once, whether a tree was killed or waited for")
    func killedTree() async throws {
        let selftest = try Products.path("membudget-selftest")
        let burn = "\(selftest) forgotten-child"
        let killed = try await measureCommand(
            ["/bin/sh", "-c", "\(burn) 60000 & \(burn) 300; kill -9 $$"]
        ).observation
        #expect(killed.userNanoseconds + killed.systemNanoseconds > 380_000_000)
        let waited = try await measureCommand(
            ["/bin/sh", "-c", "/bin/sh -c '/bin/sh -c \"\(burn) 200; true\"; true'; true"]
        ).observation
        let used = waited.userNanoseconds + waited.systemNanoseconds
        #expect(used > 190_000_000 && used < 350_000_000)
    }

    @Test("A child's reads count once, whether it is waited for or not")
    func transfers() async throws {
        let read = "head -c 8000000 /dev/zero > /dev/null"
        let waited = try await measureCommand(
            ["/bin/sh", "-c", "/bin/sh -c '\(read); true'; true"]
        ).observation
        let ignored = try await measureCommand(
            ["/bin/sh", "-c", "trap '' CHLD; /bin/sh -c '\(read); true'; true"]
        ).observation
        for observation in [waited, ignored] {
            let bytes = try #require(observation.readBytes)
            #expect((8_000_000..<9_000_000).contains(bytes))
        }
    }

    @Test("A program that truncates its gauge page only loses its own gauges")
    func cutPage() async throws {
        let observation = try await measure("cut-page", "50").observation
        #expect(observation.outcome == .completed)
        #expect(observation.unitsDone == nil)
    }

    @Test("Impossibly high counts of a worker are recorded")
    func absurdCounts() async throws {
        let observation = try await measure("absurd-counts", "50").observation
        #expect(observation.outcome == .completed)
        #expect(observation.unitsDone == GaugePage.maximum)
    }

    @Test(
        "A program that executes another without the agent has no live bytes",
        arguments: [true, false])
    func droppedPreload(traces: Bool) async throws {
        var limits = TrialLimits(traces: traces)
        limits.budget = Budget(metric: .peakLive, limit: .mebibytes(32))
        let python = "import time; x = bytearray(100 << 20); time.sleep(0.3)"
        let dropped = try await measureCommand(
            ["env", "-i", "/usr/bin/python3", "-c", python], limits: limits, allocator: .jemalloc)
        #expect(dropped.observation.outcome == .unmeasured)
        #expect(
            dropped.observation.evidence.figures?.proof == .metricNotRead(metric: .peakLive))
        let kept = try await measureCommand(
            ["env", "/usr/bin/python3", "-c", python], limits: limits, allocator: .jemalloc)
        #expect(kept.observation.outcome == .overBudget)
    }
}

import Files
import Glibc
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

/// Touched memory compared with the measurement: they may differ only by the program's own floor
/// and 0.3 MiB.
@Suite("Exact peaks")
struct PeakTests {
    /// Returns the memory of the selftest program when it touches nothing.
    private static func floor() async throws -> Double {
        mebibytes(try await measure("touch", "0").observation.peakRSSBytes)
    }

    private static func expect(
        _ report: TrialReport, touched: Double, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let peak = mebibytes(report.observation.peakRSSBytes)
        let floor = try await floor()
        #expect(peak >= touched, sourceLocation: location)
        #expect(peak <= touched + floor + 0.3, sourceLocation: location)
        let observation = report.observation
        // The error of the kernel's counters depends on the machine and the size.
        let quality = try #require(observation.quality[.peakRSS], sourceLocation: location)
        #expect([.exact, .interval].contains(quality), sourceLocation: location)
        let high = try #require(observation.peakRSSHighBytes, sourceLocation: location)
        let error = try #require(observation.counterErrorBytes, sourceLocation: location)
        #expect(observation.peakRSSLowBytes == observation.peakRSSBytes, sourceLocation: location)
        #expect(mebibytes(high) >= peak, sourceLocation: location)
        #expect(mebibytes(high - error) <= peak + 0.5, sourceLocation: location)
    }

    @Test(
        "The peak of a program that touches 8, 64 or 300 MiB is that plus its floor, within 0.3 MiB",
        arguments: [8, 64, 300])
    func touched(size: Int) async throws {
        try await Self.expect(try await measure("touch", "\(size)"), touched: Double(size))
    }

    @Test("A harness that holds 500 MiB doesn't affect the peak")
    func fatHarness() async throws {
        let size = 500 << 20
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        defer { memory.deallocate() }
        memset(memory, 1, size)
        let report = try await measure("touch", "64")
        try await Self.expect(report, touched: 64)
    }

    @Test("A spike of 40 MiB that lasts 3 ms is not missed")
    func spike() async throws {
        try await Self.expect(try await measure("spike", "40", "3"), touched: 40)
    }

    @Test("The peak survives SIGKILL, SIGSEGV and exit status 3")
    func deaths() async throws {
        try await Self.expect(try await measure("touch", "64", "--signal", "9"), touched: 64)
        try await Self.expect(try await measure("touch", "64", "--signal", "11"), touched: 64)
        try await Self.expect(try await measure("touch", "64", "--exit", "3"), touched: 64)
    }

    @Test("The second half of a shell pipeline is measured and named")
    func pipeline() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(
            ["/bin/sh", "-c", "head -c 1000 /dev/zero | \(selftest) touch 64"])
        try await Self.expect(report, touched: 64)
        #expect(report.observation.processCount == 3)
        #expect(report.observation.peakProcess?.hasPrefix("membudget-self") == true)
    }

    @Test("A thread that executes another program doesn't lose the peak")
    func threadExecutes() async throws {
        // Larger than the test program, so memory inherited by a fork distorts nothing.
        try await Self.expect(try await measure("thread-exec", "800"), touched: 800)
    }

    @Test("A child that shares its parent's memory is not counted twice")
    func vfork() async throws {
        let script = """
            import subprocess
            block = bytearray(b'x') * (120 << 20)
            for _ in range(30): subprocess.run(['/bin/true'])
            """
        let python = ["/usr/bin/python3", "-c", script]
        let limits = TrialLimits(
            budget: Budget(metric: .peakRSS, limit: .mebibytes(180)), followsTree: true)
        let observation = try await measureCommand(python, limits: limits).observation
        #expect(observation.outcome == .completed)
        #expect(observation.processCount == 31)
        #expect(mebibytes(observation.peakTreeBytes) >= 120)
        #expect(mebibytes(observation.peakTreeBytes) < 150)
    }

    @Test("A tree's peak is at least its largest process's, even from when it was alone")
    func treeRemembers() async throws {
        let selftest = try Products.path("membudget-selftest")
        let limits = TrialLimits(
            budget: Budget(metric: .peakRSS, limit: .mebibytes(40)), followsTree: true,
            enforcement: .off)
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(selftest) spike 80 3; true"], limits: limits)
        #expect(report.observation.outcome == .overBudget)
        #expect(mebibytes(report.observation.peakTreeBytes) >= 80)
    }

    @Test("A program that replaces itself keeps its peak")
    func executesAfterwards() async throws {
        let report = try await measure("exec-after", "96")
        let peak = mebibytes(report.observation.peakRSSBytes)
        #expect(peak >= 95)
        #expect(peak <= 100)
        #expect(report.observation.quality[.peakRSS] != .exact)
    }

    @Test("A shell that replaces itself with a larger program is measured exactly")
    func shellExecutes() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(["/bin/sh", "-c", "exec \(selftest) touch 800"])
        try await Self.expect(report, touched: 800)
    }

    @Test("A leader that exits early hides nothing")
    func leaderLeaves() async throws {
        try await Self.expect(try await measure("leader-leaves", "64"), touched: 64)
    }

    @Test("File-backed and shared memory are distinguished from anonymous memory")
    func kindsOfMemory() async throws {
        let folder = try FreshFolder(in: "/tmp")
        defer { folder.remove() }
        let file = try await measure("file", "48", "\(folder.path)/data").observation
        #expect(mebibytes(file.peakFileBytes) >= 48)
        #expect(mebibytes(file.peakAnonBytes) < 4)
        let shared = try await measure("shmem", "48").observation
        #expect(mebibytes(shared.peakShmemBytes) >= 48)
        #expect(mebibytes(shared.peakAnonBytes) < 4)
    }

    @Test("The tree's peak is the sum over processes")
    func treePeak() async throws {
        let observation = try await measure("two-children", "40", "30").observation
        #expect(mebibytes(observation.peakTreeBytes) >= 70)
        #expect(mebibytes(observation.peakTreeBytes) < 80)
        #expect(mebibytes(observation.peakRSSBytes) < 45)
        #expect(observation.quality[.peakTree] == .lowerBound)
    }

    @Test("Without ptrace, the peak is a lower bound, but close")
    func untraced() async throws {
        let report = try await measure(
            "touch", "64", limits: TrialLimits(traces: false))
        let peak = mebibytes(report.observation.peakRSSBytes)
        #expect(peak >= 63.5)
        #expect(peak <= 68)
        #expect(report.observation.quality[.peakRSS] == .lowerBound)
    }

    @Test("The measurement agrees with GNU time, started from a small shell")
    func gnuTime() async throws {
        let selftest = try Products.path("membudget-selftest")
        let answer = try await HelperProcess.run(
            ["/bin/sh", "-c", "exec /usr/bin/time -f %M \(selftest) touch 64"],
            timeout: .seconds(30))
        let kibibytes = try #require(Int(answer.errorText.filter(\.isNumber)))
        let ours = try #require(try await measure("touch", "64").observation.peakRSSBytes)
        #expect(abs(ours - kibibytes << 10) < 1 << 20)
    }
}

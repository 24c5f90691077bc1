import Files
import HeapProfile
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite(
    "From heap to RSS, for programs whose memory is known",
    .enabled(
        if: Products.isBuilt("membudget-selftest") && Products.isBuilt("libmembudget-sampler.so"),
        "the selftest or the sampler has not been built"))
struct MemoryPartsTests {
    private static let mebibyte = 1 << 20
    /// The sizes at the peak of `parts`, in MiB.
    private static let (live, released, mapped, shared) = (64, 48, 32, 16)

    /// A harness built for debugging needs tens of milliseconds per reading.
    private static let holdMilliseconds = "1000"

    private func profile(
        _ command: [String], _ allocator: Allocator, limits: TrialLimits = TrialLimits()
    ) async throws -> HeapProfile {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        var specification = TrialSpecification(
            command: Command(command, environment: currentEnvironment()), limits: limits,
            allocator: allocator, directory: folder.path, strategy: "test",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil), kind: .profiled)
        specification.sampleInterval = ByteCount(128 << 10)
        return try #require(try await Trial(specification).run().heap)
    }

    private func parts(
        _ options: String..., allocator: Allocator, limits: TrialLimits = TrialLimits()
    ) async throws -> HeapProfile {
        let sizes = [Self.live, Self.released, Self.mapped, Self.shared].map(String.init)
        return try await profile(
            [Products.path("membudget-selftest"), "parts"] + sizes + options, allocator,
            limits: limits)
    }

    /// Checks that the parts add up to the total, with at most this share unexplained.
    private func expectExplained(
        _ breakdown: MemoryBreakdown, within share: Double,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(
            Double(breakdown.unexplainedBytes) <= share * Double(breakdown.totalBytes),
            "\(breakdown)", sourceLocation: location)
    }

    private func mebibytes(_ range: ClosedRange<Double>) -> ClosedRange<Int> {
        Int(range.lowerBound * 1_048_576)...Int(range.upperBound * 1_048_576)
    }

    @Test(
        "At an earlier peak, each part is what the program took, and 1 % is unexplained",
        arguments: Allocator.allCases)
    func peak(_ allocator: Allocator) async throws {
        let heap = try await parts("--hold-ms", Self.holdMilliseconds, allocator: allocator)
        let reading = try #require(heap.peakReading)
        #expect(reading.peakShare >= 0.99, "\(reading)")
        let breakdown = try #require(heap.peakBreakdown)
        #expect(breakdown.totalBytes == reading.residentBytes)
        expectExplained(breakdown, within: 0.01)
        // The list of its blocks is added.
        #expect(mebibytes(64...66).contains(breakdown.liveBytes), "\(breakdown)")
        #expect(mebibytes(32...32.1).contains(breakdown.anonymousMapsBytes), "\(breakdown)")
        #expect(mebibytes(16...16.1).contains(breakdown.sharedBytes), "\(breakdown)")
        #expect(mebibytes(4...4.3).contains(breakdown.stacksBytes), "\(breakdown)")
        let kept = (breakdown.dirtyBytes ?? 0) + breakdown.retainedBytes
        // jemalloc releases some of it within the time.
        #expect(
            mebibytes(allocator == .jemalloc ? 40...50 : 46...50).contains(kept), "\(breakdown)")
        // jemalloc reports only whole pages as retained.
        #expect((breakdown.dirtyBytes ?? 0 > kept / 10 * 8) == (allocator == .jemalloc))
        let end = try #require(heap.endBreakdown)
        #expect(end.liveBytes < Self.mebibyte)
    }

    @Test("A peak slightly below the budget is read too", arguments: Allocator.allCases)
    func belowBudget(_ allocator: Allocator) async throws {
        let heap = try await parts(
            "--hold-ms", Self.holdMilliseconds, allocator: allocator, limits: limits(190, .watchdog)
        )
        let reading = try #require(heap.peakReading)
        #expect(reading.peakShare >= 0.99 && reading.residentBytes > 160 << 20, "\(reading)")
        #expect(reading.atNanoseconds > 0)
        expectExplained(try #require(heap.peakBreakdown), within: 0.01)
    }

    @Test(
        "After SIGKILL, at most 3 % is unexplained, and each part is known",
        arguments: Allocator.allCases)
    func killedItself(_ allocator: Allocator) async throws {
        let heap = try await parts("--signal", "9", allocator: allocator)
        let breakdown = try #require(heap.endBreakdown)
        expectExplained(breakdown, within: 0.03)
        #expect(mebibytes(64...66).contains(breakdown.liveBytes), "\(breakdown)")
        #expect(mebibytes(32...32.1).contains(breakdown.anonymousMapsBytes), "\(breakdown)")
        #expect(heap.peakBreakdown?.totalBytes == breakdown.totalBytes)
    }

    @Test(
        "After a kill over budget, at most 3 % is unexplained",
        arguments: Allocator.allCases, [Enforcement.watchdog, .cgroup])
    func overBudget(_ allocator: Allocator, _ enforcement: Enforcement) async throws {
        guard enforcement == .watchdog || Machine.hasCgroups else { return }
        let program = try Products.path("membudget-selftest")
        for arguments in [["sites", "20", "60", "400"], ["parts", "24", "16", "400", "0"]] {
            let heap = try await profile(
                [program] + arguments, allocator, limits: limits(96, enforcement))
            let breakdown = try #require(heap.endBreakdown)
            #expect(breakdown.totalBytes >= 90 << 20, "\(breakdown)")
            expectExplained(breakdown, within: 0.03)
            let holder = NamedSites(heap, at: .end).all.first?.function
            #expect(holder == (arguments[0] == "sites" ? "middle_site_block" : "take_blocks"))
        }
    }

    @Test(
        "A Swift program is explained to 1 % at its peak, and to 3 % when it is killed there",
        .enabled(if: Installed.has("swiftc"), "there is no swiftc"),
        arguments: Allocator.allCases)
    func swift(_ allocator: Allocator) async throws {
        let oracle = try await SwiftOracle.program.value
        let heap = try await profile([oracle.path, Self.holdMilliseconds], allocator)
        #expect(
            (heap.peakReading?.peakShare ?? 0) >= 0.99, "\(String(describing: heap.peakReading))")
        let breakdown = try #require(heap.peakBreakdown)
        expectExplained(breakdown, within: 0.01)
        let held = SwiftOracle.heldMebibytes
        #expect(mebibytes(held...held * 1.1).contains(breakdown.liveBytes), "\(breakdown)")
        let killed = try await profile([oracle.path, "0", "9"], allocator)
        expectExplained(try #require(killed.endBreakdown), within: 0.03)
    }
}

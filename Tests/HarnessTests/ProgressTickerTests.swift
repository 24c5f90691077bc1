import Files
import Glibc
import MemoryBudget
import Processes
import Synchronization
import Testing

@testable import Harness

@Suite("The progress of a running trial")
struct ProgressTickerTests {
    @Test("Progress is reported while the trial runs, and not afterwards")
    func ticks() async throws {
        let moments = Mutex<[TrialMoment]>([])
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        var specification = TrialSpecification(
            command: Command(["/bin/sleep", "1.3"], environment: currentEnvironment()),
            directory: folder.path, strategy: "sleep",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
        specification.progress = { moment in moments.withLock { $0.append(moment) } }
        let report = try await Trial(specification).run().report(describe: describe)
        let told = moments.withLock { $0 }
        #expect(report.observation.outcome == .completed)
        #expect(!told.isEmpty)
        #expect(told.map(\.elapsed) == told.map(\.elapsed).sorted())
        // The command counts nothing, and nothing is invented.
        #expect(told.allSatisfy { $0.unitsDone == nil && $0.unitsTotal == nil && $0.phase == nil })
        // Its memory is reported without a budget.
        let memories = told.compactMap(\.memory)
        #expect(!memories.isEmpty)
        #expect(memories.allSatisfy { $0.residentBytes > 0 && $0.currentBytes <= $0.peakBytes })
        #expect(memories.allSatisfy { $0.metric == .peakRSS && $0.limitBytes == nil })
        try await Task.sleep(for: .milliseconds(700))
        #expect(moments.withLock { $0.count } == told.count)
    }

    @Test("A handler that blocks doesn't delay the watchdog")
    func blocked() async throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let isBlocked = Mutex(false)
        var specification = TrialSpecification(
            command: Command(["/bin/sleep", "20"], environment: currentEnvironment()),
            limits: TrialLimits(timeout: .seconds(1)), directory: folder.path, strategy: "sleep",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
        specification.progress = { _ in
            isBlocked.withLock { $0 = true }
            usleep(1_500_000)
        }
        let report = try await Trial(specification).run().report(describe: describe)
        #expect(isBlocked.withLock { $0 })
        #expect(report.observation.outcome == .timedOut)
    }
}

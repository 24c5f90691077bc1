import Files
import HeapProfile
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite(
    "The threads of a killed command",
    .enabled(if: Products.isBuilt("membudget-selftest"), "the selftest has not been built"))
struct AutopsyTests {
    private func autopsy(
        _ arguments: String..., limits: TrialLimits = TrialLimits(), asked: Bool = true
    ) async throws -> (TrialReport, RawTrial) {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        var specification = TrialSpecification(
            command: Command(
                [try Products.path("membudget-selftest")] + arguments,
                environment: currentEnvironment()),
            limits: limits, directory: folder.path, strategy: "test",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
        specification.readsStacks = asked
        let trial = try await Trial(specification).run()
        return (trial.report(describe: describe), trial)
    }

    @Test("The stack of a process killed by its own signal shows where it raised it")
    func signal() async throws {
        let end = try #require(try await autopsy("sites", "1", "2", "4", "--signal", "9").0.end)
        let main = try #require(end.threads.first)
        #expect(end.threads.count == 1 && main.id == end.processID)
        #expect(main.extent == .whole)
        #expect(main.name == "membudget-selft")
        #expect(main.stack.contains { $0.function.contains("hold_share") }, "\(main.stack)")
    }

    @Test("The stacks of a process over its budget show where each thread touched memory")
    func overBudget() async throws {
        let budget = limits(24, .watchdog)
        let (report, _) = try await autopsy(
            "sites", "16", "32", "64", "--threads", "4", limits: budget)
        #expect(report.observation.outcome == .overBudget)
        let end = try #require(report.end)
        #expect(end.threads.count == 5)
        #expect(end.threads.first?.id == end.processID)
        let stacks = end.threads.map { thread in thread.stack.map(\.function) }
        #expect(stacks[0].contains("run_sites"), "\(stacks)")
        #expect(stacks.dropFirst().contains { $0.contains("hold_share") }, "\(stacks)")
    }

    @Test("Stacks are not read at a normal end, or after SIGPIPE or SIGINT")
    func leftAlone() async throws {
        #expect(try await autopsy("sites", "1", "1", "1").1.tree.autopsies.isEmpty)
        let (_, piped) = try await autopsy("touch", "1", "--signal", "13")
        #expect(piped.tree.leaderStatus == .signaled(signal: 13) && piped.tree.autopsies.isEmpty)
        let (_, unasked) = try await autopsy("touch", "1", "--signal", "9", asked: false)
        #expect(unasked.tree.autopsies.isEmpty)
    }
}

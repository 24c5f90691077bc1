import Harness
import MemoryBudget
import RunStore
import Testing

@testable import Bench

@Suite("Budgets from the command line")
struct BudgetOptionTests {
    @Test("A finding names the option, not the file's line, which has another budget or none")
    func option() async throws {
        for text in [Workplace.command(), Workplace.command(budget: nil)] {
            let place = try Workplace(text) { _ in .holding(mebibytes: 24) }
            let gated = try await place.gate(bench: { $0.measurement.budget = .mebibytes(18) })
            let finding = gated.findings(.peak).first
            #expect(finding?.result == .over && finding?.option == "--budget")
            #expect(finding?.line == nil)
            #expect(
                finding?.sentence.hasSuffix("over the budget of 18.0 MiB given by --budget") == true
            )
            #expect(!gated.text.contains(".yaml:"), "\(gated.text)")
        }
        let place = try Workplace(Workplace.command(budget: "18MiB")) { _ in .holding(mebibytes: 24)
        }
        let gated = try await place.gate()
        #expect(gated.findings(.peak).first?.option == nil && gated.text.contains(".yaml:"))
    }
}

@Suite("Complete gates without processes")
struct GateTests {
    /// Creates a place with strategies that hold `bytes`, and a control that grows.
    private func place(holding bytes: Int = 8 << 20) throws -> Workplace {
        try Workplace { planned in
            planned.cell.strategy == "load-all" ? try Workplace.law(planned) : .holding(bytes)
        }
    }

    @Test("A gate passes if every rule is kept, and fails if one strategy is over budget")
    func budgets() async throws {
        let good = try place()
        #expect(try await good.gate().status == .success)
        #expect(good.events.last?.name == "judged")
        let bad = try place(holding: 17 << 20)
        let gated = try await bad.gate()
        #expect(gated.status == .overBudget)
        let stored = try RunDirectory(reading: gated.measured.directory).record()
        #expect(stored.gate == gated.measured.record.gate && stored.gate?.exitStatus == 1)
    }

    @Test("A peak beyond the threshold regresses, and a passing gate updates the baseline")
    func baselines() async throws {
        let old = try place()
        let folder = old.path("baselines")
        #expect(try await old.gate { $0.updateBaseline = folder }.status == .success)
        #expect(old.holds("baselines"))
        let same = try place()
        #expect(try await same.gate { $0.baseline = folder }.status == .success)
        let grown = try place(holding: 9 << 20)
        #expect(try await grown.gate { $0.baseline = folder }.status == .regressed)
        let shrunk = try place(holding: 7 << 20)
        #expect(try await shrunk.gate { $0.baseline = folder }.status == .success)
        let status = try await shrunk.gate(into: "ratchet") {
            $0.baseline = folder
            $0.ratchet = true
        }.status
        #expect(status == .regressed)
    }

    @Test("A failed run writes no baseline")
    func noBaseline() async throws {
        let bad = try place(holding: 17 << 20)
        let folder = bad.path("baselines")
        #expect(try await bad.gate { $0.updateBaseline = folder }.status == .overBudget)
        #expect(!bad.holds("baselines"))
    }

    @Test("A run that a signal stopped is not judged")
    func interrupted() async throws {
        let place = try place()
        place.system.stop(after: 3)
        let gated = try await place.gate()
        #expect(gated.status == nil && gated.measured.record.gate == nil)
    }
}

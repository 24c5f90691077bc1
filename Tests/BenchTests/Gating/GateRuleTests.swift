import Harness
import MemoryBudget
import RunStore
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench

@Suite("Findings and exit status of a gated run")
struct GateRuleTests {
    /// Creates a place with a command that holds this many MiB.
    private func fixed(
        _ mebibytes: Int, budget: String? = "64MiB", _ more: String...
    ) throws -> Workplace {
        try Workplace(Workplace.command(budget: budget, more.joined(separator: "\n"))) { _ in
            .holding(mebibytes: mebibytes)
        }
    }

    @Test("A finding over budget names the line of the budget in its file")
    func over() async throws {
        let gated = try await fixed(32, budget: "16MiB").gate(bench: { $0.measurement.need = false }
        )
        #expect(gated.status == .overBudget)
        let finding = try #require(gated.findings(.peak).first)
        #expect(finding.result == .over && finding.line == 5 && finding.limit == Double(16 << 20))
        #expect(gated.text.contains("✗ fixed command @ 1: budget:"))
        #expect(gated.text.contains("rows.yaml:5)"), "\(gated.text)")
    }

    @Test("A scenario without a budget doesn't pass")
    func noBudget() async throws {
        let gated = try await fixed(1, budget: nil).gate()
        #expect(gated.status == .inconclusive && gated.results(.peak) == [.missing])
        #expect(gated.text.split(separator: "\n").last?.contains("1 missing") == true)
    }

    @Test("A wrong result fails, however small its peak is")
    func wrong() async throws {
        let place = try Workplace(Workplace.scenario(of: "streamed")) { _ in
            .ending(as: .wrongResult)
        }
        let gated = try await place.gate { _ in }
        #expect(gated.status == .overBudget)
        #expect(gated.results(.outcome) == [.wrong, .wrong, .wrong])
    }

    @Test("A strategy that can't run here is reported even if the others pass")
    func unavailable() async throws {
        let gated = try await Workplace(Workplace.scenario(of: "streamed", "absent")).gate()
        #expect(gated.status == .unavailable)
        #expect(gated.results(.outcome) == [.unavailable, .kept, .kept, .kept])
    }

    @Test("A strategy that times out has no verdict on memory")
    func timedOut() async throws {
        let place = try Workplace(Workplace.command()) { _ in .ending(as: .timedOut) }
        let gated = try await place.gate()
        #expect(gated.status == .timedOut)
        #expect(gated.results(.outcome) == [.timedOut] && gated.results(.peak).isEmpty)
    }

    @Test("A run that its time limit cut short doesn't pass, even if all its trials did")
    func timeLimit() async throws {
        let gated = try await fixed(1).gate(bench: {
            $0.selection.trials = 1000
            $0.timeLimit = .seconds(4)
        })
        #expect(gated.measured.interruption == .timeLimit)
        #expect(gated.status == .inconclusive && gated.results(.peak) == [.kept])
    }

    @Test("A control within budget proves nothing, nor do controls alone")
    func control() async throws {
        let strategies = "strategies: { naive: { role: control }, streamed: {} }"
        let text = Workplace.command(strategies).replacing("/job", with: "/{strategy}")
        let place = try Workplace(text) { _ in .holding(mebibytes: 1) }
        let gated = try await place.gate()
        #expect(gated.status == .inconclusive && gated.results(.control) == [.inconclusive])
        #expect(gated.text.contains("the budget is too large to stop the control"))
        let alone = try await place.gate(
            into: "alone", bench: { $0.selection.strategies = ["naive"] })
        #expect(alone.status == .inconclusive && alone.results(.outcome) == [.missing])
    }

    @Test("--advisory changes nothing in the record")
    func advisory() async throws {
        let gated = try await fixed(32, budget: "16MiB").gate { $0.advisory = true }
        let record = try #require(gated.measured.record.gate)
        #expect(gated.status == .overBudget && record.exitStatus == 1 && record.isAdvisory)
        #expect(gated.text.hasSuffix("status 1, exits with 0 (advisory)\n"))
    }

    // MARK: Before the first trial

    @Test("An unknown strategy is rejected, and nothing is started")
    func unknownStrategy() async throws {
        let place = try fixed(1)
        let error = await #expect(throws: BenchError.self) {
            try await place.gate(bench: { $0.selection.strategies = ["nobody"] })
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("'fixed' has no strategy 'nobody'") == true)
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }

    @Test("Mistakes in rules are reported all at once, with line and proposal")
    func invalid() async throws {
        let place = try fixed(
            1,
            """
            gate:
              net: 2MB
              grwoth: constant
              memory: { at-most: 0.5, of: nobody }
              baseline: 5
            """)
        let error = await #expect(throws: InvalidScenario.self) { try await place.gate() }
        let diagnostics = error?.diagnostics ?? []
        #expect(diagnostics.count == 4)
        for (line, word) in [(7, "2MiB"), (8, "growth"), (9, "nobody"), (10, "5%")] {
            let isFound = diagnostics.contains {
                $0.line == line && $0.file.hasSuffix("rows.yaml") && $0.description.contains(word)
            }
            #expect(isFound, "\(line): \(diagnostics)")
        }
        #expect(!place.holds("run"))
    }

    @Test("A missing folder of baselines or workers is found before anything is started")
    func absent() async throws {
        let place = try fixed(1)
        let nowhere = place.path("nowhere")
        let baseline = await #expect(throws: RunStoreError.self) {
            try await place.gate { $0.baseline = nowhere }
        }
        #expect(baseline?.exitStatus == .noInput && baseline?.path == nowhere)
        let against = await #expect(throws: BenchError.self) {
            try await place.gate { $0.against = nowhere }
        }
        #expect(against?.code == .failed(.noInput))
        #expect(against?.description.contains("nowhere") == true)
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }

    @Test("Baselines that can't be written are found before anything is started")
    func unwritable() async throws {
        let place = try fixed(1)
        try place.directory.write("in the way", to: "file")
        let error = await #expect(throws: RunStoreError.self) {
            try await place.gate { $0.updateBaseline = place.path("file/below") }
        }
        #expect(error?.exitStatus == .cannotCreate)
        #expect(error?.description.contains("file/below") == true)
        #expect(place.system.trials.isEmpty)
    }
}

import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Missing programs")
struct ProgramTests {
    private static let text = """
        scenario: rows
        command: ["{strategy}", "{scale}"]
        scales: [10, 100]
        budget: { peak-rss: 16MiB }
        trials: 1
        strategies:
          there: { }
          nowhere: { }

        """

    private func place(missing: Set<String>) throws -> Workplace {
        try Workplace(Self.text, missingPrograms: missing) { _ in .holding(mebibytes: 8) }
    }

    @Test("If no strategy has its program, nothing is started and the exit status is 69")
    func none() async throws {
        let place = try place(missing: ["there", "nowhere"])
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.unavailable))
        #expect(error?.description.contains("there is no program 'there' in PATH") == true)
        #expect(place.system.trials.isEmpty && !place.holds("run"))
    }

    @Test(
        "A missing program is named, the others run, and the gate is not softened",
        arguments: [true, false])
    func one(isAdvisory: Bool) async throws {
        let place = try place(missing: ["nowhere"])
        let gated = try await place.gate { $0.advisory = isAdvisory }
        #expect(gated.status == .unavailable && gated.status?.isSoftened == false)
        #expect(gated.findings(.outcome).map(\.result) == [.unavailable, .unchecked, .unchecked])
        #expect(gated.text.contains("there is no program 'nowhere' in PATH"))
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .unavailable)
        #expect(Set(place.system.trials.map(\.cell.strategy)) == ["there"])
    }

    @Test("A search also checks for its program")
    func search() throws {
        let place = try place(missing: ["nowhere"])
        let settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: "nowhere")
        let error = #expect(throws: BenchError.self) {
            try settings.request(in: place.scenarios, on: place.system)
        }
        #expect(error?.code == .failed(.unavailable))
    }

    @Test("A program that disappears before its trial is unavailable, not inconclusive")
    func later() async throws {
        let place = try Workplace(Self.text) { planned in
            var trial = FakeTrial.holding(mebibytes: 8)
            if planned.cell.strategy == "nowhere" { trial.evidence = .notFound }
            return trial
        }
        let gated = try await place.gate { $0.advisory = true }
        #expect(gated.status == .unavailable)
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .unavailable)
    }
}

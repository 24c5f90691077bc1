import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Exit status of a bench")
struct MeasuredStatusTests {
    /// Returns the exit status of a bench whose `streamed` and `batched` end with these outcomes;
    /// the control completes.
    private func status(
        _ outcomes: [String: Outcome], _ more: String = ""
    ) async throws -> MeasuredStatus {
        let place = try Workplace(Workplace.scenario + more) { planned in
            guard planned.kind == .measured, let outcome = outcomes[planned.cell.strategy] else {
                return try Workplace.law(planned)
            }
            return .ending(as: outcome)
        }
        return MeasuredStatus(try await place.run().record)
    }

    @Test(
        "Each outcome without a measurement has its exit status; verdicts are success",
        arguments: [
            (Outcome.completed, MemoryBudget.ExitStatus.success), (.wrongResult, .success),
            (.crashed, .crashed), (.failed, .crashed), (.timedOut, .timedOut),
            (.stalled, .inconclusive), (.killedExternally, .inconclusive),
            (.unmeasured, .inconclusive),
        ])
    func outcomes(outcome: Outcome, expected: MemoryBudget.ExitStatus) async throws {
        let status = try await status(["streamed": outcome])
        #expect(status.exitStatus == expected)
        let sentence = "not measured: rows streamed @ 10 and 2 more; see the report"
        #expect(status.gap?.sentence == (expected == .success ? nil : sentence))
    }

    @Test("A crash takes precedence even if another cell is over budget")
    func infrastructureWins() async throws {
        let place = try Workplace { planned in
            planned.cell.strategy == "streamed" && planned.kind == .measured
                ? .ending(as: .crashed) : try Workplace.law(planned)
        }
        let record = try await place.run().record
        #expect(MeasuredStatus(record).exitStatus == .crashed)
        #expect(record.cell("load-all")?.verdict == .over)
        #expect(record.cell("streamed")?.verdict == .unmeasured)
    }

    @Test("Failures precede missing strategies, and those precede inconclusive cells")
    func order() async throws {
        let absent = "  absent: { }\n"
        #expect(try await status([:], absent).exitStatus == .unavailable)
        #expect(try await status(["streamed": .unmeasured], absent).exitStatus == .unavailable)
        #expect(try await status(["streamed": .timedOut], absent).exitStatus == .timedOut)
        let both: [String: Outcome] = ["streamed": .timedOut, "batched": .failed]
        #expect(try await status(both).exitStatus == .crashed)
    }
}

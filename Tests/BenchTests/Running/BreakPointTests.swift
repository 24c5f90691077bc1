import Harness
import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Bench
@testable import Reports

@Suite("Break points, verified by trials")
struct BreakPointTests {
    private static let growing = """
        scenario: rows
        command: [grow, "{scale}"]
        scales: [500, 1000, 2000, 4000, 8000]
        budget: { peak-rss: 32MiB }
        trials: 1
        """

    /// Runs a command that grows by 1 MiB per thousand units up to `last`, and breaks at 24,000
    /// units.
    private func run(
        growingTo last: Int, verifies: Bool
    ) async throws -> (place: Workplace, strategy: GrowthRecord?) {
        let place = try Workplace(Self.growing) { planned in
            .holding((8 << 20) + min(planned.cell.scale.units, last) * 1_048_576 / 1_000)
        }
        let record = try await place.run {
            $0.selection.verifyBreakPoint = verifies
        }.record
        return (place, record.scenarios.first?.strategies.first?.growth)
    }

    private func edges(_ place: Workplace) throws -> [Outcome] {
        let record = try RunDirectory(reading: place.path("run")).observations()
        return record.filter { $0.kind == .edge }.map(\.outcome)
    }

    @Test("A break point that both trials confirm is verified")
    func verified() async throws {
        let (place, growth) = try await run(growingTo: .max, verifies: true)
        #expect(growth?.breakPoint?.isVerified == true)
        #expect(try edges(place) == [.completed, .overBudget])
        #expect(place.plan?.parts.map(\.edgesAtMost) == [2])
    }

    @Test("A break point that the trials refute is not verified")
    func refuted() async throws {
        // Growth is only linear over the measured scales.
        let (place, growth) = try await run(growingTo: 8_000, verifies: true)
        #expect(growth?.breakPoint?.isVerified == false)
        #expect(try edges(place).last == .completed)
        let found = try #require(growth?.breakPoint)
        #expect(found.units.low > 24_000 && found.units.isUnbounded)
        #expect(found.fitted.map { $0.low < 24_500 && $0.high > 23_500 } == true)
        #expect(growth?.growthClass == nil && growth?.doubts.count == 1)
        #expect(growth?.doubts.first?.contains("stayed within the budget") == true)
    }

    @Test(
        "A failed edge makes the run incomplete, with the exit status of the failure",
        arguments: [
            (Outcome.failed, MemoryBudget.ExitStatus.crashed), (.crashed, .crashed),
            (.timedOut, .timedOut), (.stalled, .inconclusive), (.killedExternally, .inconclusive),
        ])
    func failed(outcome: Outcome, status: MemoryBudget.ExitStatus) async throws {
        let place = try Workplace(Self.growing) { planned in
            planned.kind == .edge
                ? .ending(as: outcome)
                : .holding((8 << 20) + planned.cell.scale.units * 1_048_576 / 1_000)
        }
        let gated = try await place.gate { _ in
        } bench: {
            $0.selection.verifyBreakPoint = true
        }
        #expect(gated.status == status)
        let record = gated.measured.record
        #expect(MeasuredStatus(record).exitStatus == status)
        let edges = record.scenarios.first?.strategies.first?.failedEdges ?? []
        #expect(edges.map(\.outcome) == [outcome, outcome])
        let scale = try #require(edges.first?.scale.label)
        #expect(
            MeasuredStatus(record).gap?.sentence
                == "not measured: rows command @ \(scale) and 1 more; see the report")
        let finding = gated.findings(.outcome).first { $0.scale == scale }
        #expect(finding?.sentence == "\(outcome.sentence): by law")
        let report = TerminalReport().text(of: record)
        #expect(report.contains("command near its break point, at \(scale): \(outcome.sentence)"))
    }

    @Test("Without the option, no edge is run, and no break point is called verified")
    func unasked() async throws {
        let (place, growth) = try await run(growingTo: .max, verifies: false)
        #expect(growth?.breakPoint != nil && growth?.breakPoint?.isVerified == nil)
        #expect(try edges(place).isEmpty)
    }
}

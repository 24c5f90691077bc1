import Harness
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Break points are claimed as far as runs confirm them")
struct BreakPointTests {
    /// Grows by a MiB for every thousand units, as far as `last`, and breaks at 24,000.
    private func run(
        growingTo last: Int, verifies: Bool
    ) async throws -> (place: Workplace, strategy: GrowthRecord?) {
        let place = try Workplace(
            """
            scenario: rows
            command: [grow, "{scale}"]
            scales: [500, 1000, 2000, 4000, 8000]
            budget: { peak-rss: 32MiB }
            trials: 1
            """
        ) { planned in
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

    @Test("One that both runs confirm is verified")
    func verified() async throws {
        let (place, growth) = try await run(growingTo: .max, verifies: true)
        #expect(growth?.breakPoint?.isVerified == true)
        #expect(try edges(place) == [.completed, .overBudget])
        #expect(place.plan?.parts.map(\.edgesAtMost) == [2])
    }

    @Test("One that the runs refute is not verified")
    func refuted() async throws {
        // Linear as far as it was measured, and no further.
        let (place, growth) = try await run(growingTo: 8_000, verifies: true)
        #expect(growth?.breakPoint?.isVerified == false)
        #expect(try edges(place).last == .completed)
    }

    @Test("Unasked none is run, and nothing claims to be verified")
    func unasked() async throws {
        let (place, growth) = try await run(growingTo: .max, verifies: false)
        #expect(growth?.breakPoint != nil && growth?.breakPoint?.isVerified == nil)
        #expect(try edges(place).isEmpty)
    }
}

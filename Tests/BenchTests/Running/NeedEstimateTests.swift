import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Extrapolated needs of cells that can't be run")
struct NeedEstimateTests {
    /// Three quarters of the machine's memory, in MiB.
    private static let large = 6 << 10

    private static let text = """
        scenario: rows
        command: [touch, "{scale}"]
        scales: [200, 400, 800, \(large)]
        budget: { peak-rss: 24MiB }
        trials: 1
        """

    @Test("A need of three quarters of the memory is extrapolated rather than measured")
    func extrapolated() async throws {
        let place = try Workplace(Self.text) { .holding(mebibytes: $0.cell.scale.units) }
        let record = try await place.run().record
        let needs = place.system.trials.filter { $0.kind == .need }
        #expect(needs.map(\.cell.scale.units) == [200, 400, 800])
        #expect(MeasuredStatus(record).exitStatus == .success)
        let cell = try #require(record.cell("command"))
        #expect(cell.verdict == .over && cell.needRSSBytes == nil)
        let bytes = Double(cell.needEstimate?.bytes ?? 0)
        #expect(abs(bytes / Double(Self.large << 20) - 1) < 0.1)
        #expect(TerminalReport().text(of: record).contains("extrapolated from 200–800"))
        let reasons = place.events.compactMap { event in
            if case .needSkipped(let cell, let objection) = event {
                EventText.needSkipped(cell, because: objection)
            } else {
                nil
            }
        }
        #expect(reasons.count == 1 && reasons[0].contains("not run, it would need about"))
        let measured = record.cells.prefix(3)
        #expect(measured.allSatisfy { $0.needEstimate == nil && $0.needRSSBytes != nil })
    }
}

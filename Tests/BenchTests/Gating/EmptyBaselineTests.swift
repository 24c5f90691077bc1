import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Folders without baselines")
struct EmptyBaselineTests {
    private func place(
        holding mebibytes: Int, _ text: String = Workplace.command()
    ) throws -> Workplace {
        try Workplace(text) { _ in .holding(mebibytes: mebibytes) }
    }

    @Test("A folder without any baseline is reported first; one with foreign baselines is not")
    func emptyFolder() async throws {
        let place = try place(holding: 16)
        try place.directory.write("", to: "baselines/note.txt")
        func judged(_ name: String) async throws -> Gated {
            try await place.gate(into: name) { $0.baseline = place.path("baselines") }
        }
        func lead(_ gated: Gated) -> String? {
            gated.measured.record.gate.map { _ in
                TerminalReport(width: 200).text(of: gated.measured.record)
            }?.split(separator: "\n").first.map(String.init)
        }
        let empty = try await judged("empty")
        #expect(empty.status == .success && empty.results(.baseline) == [.new])
        let words = "Nothing was compared: \(place.path("baselines")) holds no baseline."
        #expect(lead(empty)?.hasSuffix(words) == true, "\(lead(empty) ?? "")")
        try place.directory.write("{}", to: "baselines/x86_64-other/else.json")
        #expect(lead(try await judged("others"))?.contains("Nothing was compared") == false)
    }

    @Test(
        "A failed update leaves no folder behind, so a later gate can't pass with an empty one"
    )
    func nothingLeft() async throws {
        let place = try place(holding: 24, Workplace.command(budget: "18MiB"))
        let gated = try await place.gate { $0.updateBaseline = place.path("new/baselines") }
        #expect(gated.status == .overBudget && !place.holds("new"))
        await #expect(throws: RunStoreError.self) {
            try await place.gate(into: "later") { $0.baseline = place.path("new/baselines") }
        }
    }
}

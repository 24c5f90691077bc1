import Judging
import MemoryBudget
import Testing

@testable import Reports
@testable import RunStore

@Suite("Holders in the notes of cells that went over")
struct HolderNotesTests {
    private let cell = Fixture.cell("load-all", 160_000, role: .control)

    private var profiled: Observation {
        var trial = Fixture.killed(cell, peaks: [32.2], share: 0.37)[0]
        trial.kind = .profiled
        return trial
    }

    private static let named = """
        {"function":"CSVIngest.LoadAll.dictionaries","file":"/w/Sources/LoadAll.swift","line":34,\
        "bytes":47e6,"low":41e6,"high":53e6,"share":0.47,"live_bytes":100000000,\
        "explained_share":0.9}
        """

    private func holder(_ text: String) throws -> HolderRecord {
        try JSONText.decode(HolderRecord.self, from: Array(text.utf8))
    }

    private func record(
        _ profiled: Observation, _ holder: HolderRecord?, measured: [Observation]? = nil
    ) -> ScenarioRecord {
        let measured = measured ?? Fixture.killed(cell, peaks: [32.2], share: 0.37)
        let cell = CellRecord(
            cell: cell, observations: measured, profiled: profiled, holder: holder,
            budget: Fixture.budget)
        return ScenarioRecord(name: "csv-ingest", unit: "rows", trials: 1, cells: [cell])
    }

    private func notes(_ record: ScenarioRecord) -> [String] {
        CellNotes(cell: record.cells[0], scenario: record).all.map(\.text)
    }

    @Test("The note has the share with its margin, the function and the line")
    func named() throws {
        let record = record(profiled, try holder(Self.named))
        let words = "47 % ± 6 % of its live memory was held by CSVIngest.LoadAll.dictionaries"
        #expect(
            notes(record) == [
                "killed at 32.2 MiB, 37 % done; \(words) (LoadAll.swift:34)"
            ])
        let run = Fixture.run(record)
        let markdown = MarkdownReport().text(of: run, style: .plain)
        for text in [TerminalReport(width: 240).text(of: run), markdown] {
            #expect(text.contains("held by CSVIngest.LoadAll.dictionaries (LoadAll.swift:34)"))
        }
    }

    @Test("For a completed trial, the holder is that of the peak")
    func peak() throws {
        var trial = profiled
        trial.exit = ExitRecord(code: 0)
        let note = notes(record(trial, try holder(Self.named))).first ?? ""
        #expect(note.contains("; at its peak 47 % ± 6 % of its live memory was held by CSV"))
    }

    @Test("If malloc explains too little, the note gives that share and names no function")
    func interpreter() throws {
        let holder = try holder("{\"live_bytes\":12000000,\"explained_share\":0.12}")
        #expect(
            notes(record(profiled, holder)) == [
                "killed at 32.2 MiB, 37 % done; malloc explains only 12 % of its anonymous and"
                    + " shared memory, so no holder is named"
            ])
    }

    @Test("A function of an interpreter is called native code")
    func native() throws {
        let text = Self.named.replacing("\"share\"", with: "\"interpreter\":\"python\",\"share\"")
        #expect(
            notes(record(profiled, try holder(text)))[0].hasSuffix(
                "(LoadAll.swift:34), native code called by python"))
    }

    @Test("A function without a line has no position, and an exact share no margin")
    func bare() throws {
        let holder = try holder(
            """
            {"function":"load","bytes":9,"low":9,"high":9,"share":1,"live_bytes":9}
            """)
        #expect(
            notes(record(profiled, holder))[0].hasSuffix(
                "; 100 % of its live memory was held by load"))
    }

    @Test("The note says that a profiled trial left no profile")
    func unprofiled() {
        #expect(
            notes(record(profiled, nil))[0].hasSuffix(
                "it is unknown what held its memory: the profiled trial left no profile"))
    }

    @Test("A failed profiled trial is a remark if no measured one failed, and changes no status")
    func failed() {
        let crashed = Fixture.trial(
            cell, kind: .profiled, peak: 9, outcome: .crashed,
            evidence: Evidence(.trap, detail: "SIGILL"))
        let record = record(crashed, nil, measured: Fixture.trials(cell, peaks: [9], seconds: 1))
        #expect(
            notes(record).contains(
                "the profiled trial, which is not judged, crashed: SIGILL"))
        #expect(record.cells[0].verdict != .unmeasured)
        #expect(MeasuredStatus(Fixture.run(record)).exitStatus == .success)
    }
}

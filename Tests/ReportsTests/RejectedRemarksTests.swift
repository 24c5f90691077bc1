import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Remarks on rejected input")
struct RejectedRemarksTests {
    @Test(
        "Rejected rows take one line if completed strategies agree, and a warning otherwise"
    )
    func rejected() {
        func remarks(_ counts: [(Int, Int?)]) -> [Table.Text] {
            let cells = counts.indices.map { Fixture.cell("s\($0)", 160_000) }
            let observations = zip(cells, counts).flatMap { cell, count in
                let killed = Fixture.killed(cell, peaks: [33], share: 0.3).map { trial in
                    var trial = trial
                    trial.rowsFailed = count.0
                    return trial
                }
                let whole = count.1.map { failed in
                    Fixture.trial(cell, kind: .need, peak: 40) { $0.rowsFailed = failed }
                }
                return killed + [whole].compactMap(\.self)
            }
            let sample = [3, 5, 8].map { RejectedUnit(line: $0, reason: "no valid sku") }
            return RejectedRemarks(
                scenario: ScenarioRecord(
                    Fixture.scenario(), unit: "rows", cells: cells, observations: observations,
                    rejected: [cells[0]: sample])
            ).all
        }
        #expect(
            remarks([(4, 163), (17, 163), (1, nil)]) == [
                Table.Text(
                    "rejected rows: 163 of 160k (line 3: no valid sku; line 5: no valid sku; …)"
                )
            ])
        #expect(
            remarks([(4, 163), (4, 162)]) == [
                Table.Text(
                    "! strategies disagree on the rejected rows of 160k: s0 163, s1 162", .bad)
            ])
        #expect(remarks([(4, nil), (17, nil)]) == [])
        #expect(remarks([(4, 0), (17, 0)]) == [])
    }

    @Test("A remark on accepted input is given once, even if nothing was rejected")
    func kept() {
        let cells = ["streamed", "load-all"].map { Fixture.cell($0, 160_000) }
        let remark = RejectedUnit(line: 10, reason: "the record spans 895 lines", kept: true)
        let bad = RejectedUnit(line: 3, reason: "no valid sku")
        func remarks(_ count: Int, _ sample: [RejectedUnit]) -> [String] {
            RejectedRemarks(
                scenario: ScenarioRecord(
                    Fixture.scenario(), unit: "rows", cells: cells,
                    observations: cells.map { cell in
                        Fixture.trial(cell, peak: 14) { $0.rowsFailed = count }
                    },
                    rejected: [cells[0]: sample, cells[1]: sample])
            ).all.map(\.text)
        }
        let kept = "accepted, but check line 10: the record spans 895 lines"
        #expect(remarks(0, [remark]) == [kept])
        #expect(
            remarks(2, [bad, remark]) == [
                "rejected rows: 2 of 160k (line 3: no valid sku; …)", kept,
            ])
    }

    @Test("A rejected unit of a file tree is named as file:line, a whole file by its name")
    func rejectedInFiles() {
        let cell = Fixture.cell("streamed", 160_000)
        let remarks = RejectedRemarks(
            scenario: ScenarioRecord(
                Fixture.scenario(), unit: "files", cells: [cell],
                observations: [Fixture.trial(cell, peak: 14) { $0.rowsFailed = 2 }],
                rejected: [
                    cell: [
                        RejectedUnit(file: "D_AAA/ID_1#X", line: 4_012, reason: "no header"),
                        RejectedUnit(file: "D_BBB/ID_2", line: 0, reason: "not UTF-8"),
                    ]
                ]))
        #expect(
            remarks.all.map(\.text) == [
                "rejected records: 2 in 160k files (D_AAA/ID_1#X:4012: no header; D_BBB/ID_2: not UTF-8)"
            ])
    }
}

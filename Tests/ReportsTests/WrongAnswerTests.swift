import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Wrong results in the answer above the table")
struct WrongAnswerTests {
    private func answer(_ trials: [Observation]) -> String {
        let cells = trials.map { Fixture.cell($0.strategy, $0.scale.units) }
        return Answer.text(
            ScenarioRecord(Fixture.scenario(), unit: "rows", cells: cells, observations: trials))
    }

    @Test("A wrong result has its remark without digests, and of several scales that of the first")
    func wrongContent() {
        func wrong(_ units: Int, remark: String?) -> Observation {
            let cell = Fixture.cell("sloppy", units)
            let figures = TrialEvidence(
                .wrongContent(
                    rows: units, digest: "10db4b3dc17a0154", expectedDigest: "d26ef6492388",
                    remark: remark))
            let evidence = Evidence(figures, detail: EvidenceText.sentence(figures))
            return Fixture.trial(cell, peak: 9, outcome: .wrongResult, evidence: evidence)
        }
        #expect(
            answer([wrong(20_000, remark: "8 rows lack a code"), wrong(160_000, remark: nil)])
                .hasPrefix(
                    "sloppy gives a wrong result at every scale (at 20k: 8 rows lack a code)."))
        #expect(
            answer([wrong(160_000, remark: nil)]).hasPrefix(
                "sloppy gives a wrong result at 160k rows (the number of rows is right, but their"
                    + " content differs)."))
    }
}

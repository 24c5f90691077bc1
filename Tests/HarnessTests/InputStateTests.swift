import Files
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Harness

@Suite("An input that changes while a trial reads it")
struct InputStateTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = try directory.write("a,b\n1,2\n", to: "rows.csv")
    }

    private func weighed(
        _ disagreement: TrialEvidence.Proof?, after change: () throws -> Void
    ) rethrows -> TrialEvidence.Proof? {
        var check = ResultCheck(disagreement: disagreement)
        let before = InputState(of: path)
        try change()
        check.weighInput(before: before, after: InputState(of: path))
        return check.disagreement
    }

    private let wrong = TrialEvidence.Proof.wrongRowCount(rows: 1, expectedRows: 2, remark: nil)

    @Test("A differing result is not called wrong if the input changed")
    func changed() throws {
        let longer = try weighed(wrong) { try directory.write("a,b\n1,2\n3,4\n", to: "rows.csv") }
        #expect(longer == .inputChanged && longer?.outcome == .unmeasured)
        #expect(try weighed(wrong) { unlink(path) } == .inputChanged)
    }

    @Test("A differing result is wrong if the input is unchanged; a right one is always right")
    func unchanged() throws {
        #expect(weighed(wrong) {} == wrong)
        #expect(try weighed(nil) { try directory.write("a,b\n", to: "rows.csv") } == nil)
    }

    @Test("A folder is not examined")
    func folder() {
        #expect(InputState(of: directory.path) == nil)
    }
}

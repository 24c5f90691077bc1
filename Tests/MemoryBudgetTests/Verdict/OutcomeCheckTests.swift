import Foundation
import MemoryBudget
import Testing

@Suite("Checks of an outcome")
struct OutcomeCheckTests {
    private let expected = ExpectedOutcome(rows: 9_990, rowsFailed: 10, digest: "00ff")

    @Test("A right result has no disagreement")
    func right() {
        let found = VerifiedOutcome(rows: 9_990, digest: "00ff")
        #expect(found.disagreement(with: expected, rowsFailed: 10) == nil)
        let clean = ExpectedOutcome(rows: 9_990, rowsFailed: 0, digest: "00ff")
        #expect(found.disagreement(with: clean, rowsFailed: nil) == nil)
    }

    @Test("A wrong number of rows is reported first, whatever else is wrong")
    func rows() {
        #expect(
            VerifiedOutcome(rows: 10_000, digest: "1").disagreement(with: expected, rowsFailed: 0)
                == .wrongRowCount(rows: 10_000, expectedRows: 9_990, remark: nil))
    }

    @Test("The right number of wrong rows is reported as a difference of content")
    func content() {
        #expect(
            VerifiedOutcome(rows: 9_990, digest: "00fe")
                .disagreement(with: expected, rowsFailed: 10)
                == .wrongContent(
                    rows: 9_990, digest: "00fe", expectedDigest: "00ff", remark: nil))
    }

    @Test("A remark is part of the proof of a wrong result, and not of a right one")
    func remark() {
        let remark = "4 tickets have no barcode"
        let wrong = VerifiedOutcome(rows: 9_990, digest: "00fe", remark: remark)
        #expect(
            wrong.disagreement(with: expected, rowsFailed: 10)
                == .wrongContent(
                    rows: 9_990, digest: "00fe", expectedDigest: "00ff", remark: remark))
        let short = VerifiedOutcome(rows: 1, digest: "00fe", remark: remark)
        #expect(
            short.disagreement(with: expected, rowsFailed: 10)
                == .wrongRowCount(rows: 1, expectedRows: 9_990, remark: remark))
        let right = VerifiedOutcome(rows: 9_990, digest: "00ff", remark: remark)
        #expect(right.disagreement(with: expected, rowsFailed: 10) == nil)
    }

    @Test("Rows that were neither stored nor rejected are lost rows")
    func failed() {
        let found = VerifiedOutcome(rows: 9_990, digest: "00ff")
        #expect(
            found.disagreement(with: expected, rowsFailed: nil)
                == .wrongRejectedCount(rejected: 0, expectedRejected: 10))
        #expect(
            found.disagreement(with: expected, rowsFailed: 1_011)
                == .wrongRejectedCount(rejected: 1_011, expectedRejected: 10))
    }

    @Test("A worker of an earlier version, which reports no counts, is accepted")
    func withoutCounts() throws {
        let json = #"{"rows":1,"digest":"00ff","remark":null}"#
        let found = try JSONDecoder().decode(VerifiedOutcome.self, from: Data(json.utf8))
        #expect(found.counts == nil)
    }

    @Test("An expectation is encoded with its unit last")
    func json() throws {
        let data = try JSONEncoder().encode(expected)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["rows", "rows_failed", "digest"])
        #expect(try JSONDecoder().decode(ExpectedOutcome.self, from: data) == expected)
    }
}

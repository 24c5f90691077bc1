import MemoryBudget
import Testing

@testable import Harness

@Suite("The expected outcome of a finding")
struct ExpectationTests {
    private let main = ExpectedOutcome(rows: 9, rowsFailed: 0, digest: "main")
    private let few = ExpectedOutcome(rows: 3, rowsFailed: 0, digest: "few")

    private var input: PreparedInput {
        PreparedInput(
            path: "/data", units: 9, bytes: 90, datasetKind: "tickets", expected: main,
            expectations: ["few": few])
    }

    @Test("The manifest's main expectation applies, unless the finding names another")
    func named() {
        #expect(input.expected(of: VerifiedOutcome(rows: 1, digest: "x")) == main)
        let found = VerifiedOutcome(rows: 1, digest: "x", expectation: "few")
        #expect(input.expected(of: found) == few)
    }

    @Test("A name that the manifest lacks has no expectation, not even the main one")
    func missing() {
        let found = VerifiedOutcome(rows: 9, digest: "main", expectation: "none")
        #expect(input.expected(of: found) == nil)
    }

    @Test("The worker's own reading of the input outranks the manifest")
    func read() {
        let own = ExpectedOutcome(rows: 2, rowsFailed: 0, digest: "own")
        let found = VerifiedOutcome(
            rows: 1, digest: "x", expectation: "few", expected: own)
        #expect(input.expected(of: found) == own)
    }
}

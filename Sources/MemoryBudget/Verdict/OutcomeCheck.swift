/// The expected result according to a dataset's manifest.
package struct ExpectedOutcome: Hashable, Sendable, Codable {
    /// The number of units that the result must hold.
    package var rows: Int
    /// The number of units that must be rejected.
    package var rowsFailed: Int
    /// The digest of the expected units, as sixteen hexadecimal digits.
    package var digest: String

    /// Creates an expectation.
    package init(rows: Int, rowsFailed: Int, digest: String) {
        self.rows = rows
        self.rowsFailed = rowsFailed
        self.digest = digest
    }

    enum CodingKeys: String, CodingKey {
        case rows
        case rowsFailed = "rows_failed"
        case digest
    }
}

/// The content of a result, read outside the measured process.
package struct VerifiedOutcome: Hashable, Sendable, Decodable {
    /// The number of units in the result.
    package var rows: Int
    /// The digest of those units.
    package var digest: String
    /// The named expectation of the manifest that applies to the run's settings; `nil` for the main
    /// one.
    package var expectation: String?
    /// The expected result for settings that no manifest covers, such as a limit, computed from the
    /// input; `nil` uses the manifest.
    package var expected: ExpectedOutcome?
    /// A short remark about the units, added to the sentence that reports a wrong result; `nil` for
    /// none.
    package var remark: String?
    /// The job's own counts in addition to its units, in the order of the report's columns; `nil`
    /// for none.
    package var counts: [JobCount]?

    /// Creates the outcome of a verification.
    package init(
        rows: Int, digest: String, expectation: String? = nil, expected: ExpectedOutcome? = nil,
        remark: String? = nil, counts: [JobCount]? = nil
    ) {
        self.rows = rows
        self.digest = digest
        self.expectation = expectation
        self.expected = expected
        self.remark = remark
        self.counts = counts
    }

    /// Returns the proof that the result is wrong; `nil` if it is right.
    ///
    /// - Parameter rowsFailed: The number of rejected rows reported by the worker; `nil` if it
    ///   reported none.
    package func disagreement(
        with expected: ExpectedOutcome, rowsFailed: Int?
    ) -> TrialEvidence.Proof? {
        if rows != expected.rows {
            return .wrongRowCount(rows: rows, expectedRows: expected.rows, remark: remark)
        }
        if digest != expected.digest {
            return .wrongContent(
                rows: rows, digest: digest, expectedDigest: expected.digest, remark: remark)
        }
        let rejected = rowsFailed ?? 0
        guard rejected != expected.rowsFailed else { return nil }
        return .wrongRejectedCount(rejected: rejected, expectedRejected: expected.rowsFailed)
    }
}

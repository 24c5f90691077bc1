/// The expected result, by a dataset's manifest.
package struct ExpectedOutcome: Hashable, Sendable, Codable {
    /// Units that the result must hold.
    package var rows: Int
    /// Units that must be rejected.
    package var rowsFailed: Int
    /// Digest of those units, sixteen hexadecimal digits.
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

/// The content of the artefact, read outside the measured process.
package struct VerifiedOutcome: Hashable, Sendable, Decodable {
    /// Units in the result.
    package var rows: Int
    /// Digest of them.
    package var digest: String
    /// Which of the manifest's named expectations the settings of the run ask for; nil for its main
    /// one.
    package var expectation: String?
    /// What is right with settings that no manifest knows, such as a limit, read from the input
    /// itself; nil leaves it to the manifest.
    package var expected: ExpectedOutcome?
    /// What is conspicuous about the units, in a few words, for the sentence that says that they
    /// are wrong; nil if nothing is.
    package var remark: String?
    /// The job's own counts beside its units, in the order of a report's columns; nil without any.
    package var counts: [JobCount]?

    /// Creates a finding.
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

    /// The proof that the result is wrong; nil if it is right.
    ///
    /// - Parameter rowsFailed: How many rows the worker said it rejected; nil if it said nothing.
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

/// What a dataset's manifest says a correct result holds.
package struct ExpectedOutcome: Hashable, Sendable, Codable {
    /// Good units: what the result must hold.
    package var rows: Int
    /// Bad units: what must be counted and set aside.
    package var rowsFailed: Int
    /// Digest of the good units, sixteen hexadecimal digits.
    package var digest: String

    /// Makes an expectation.
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

/// What was found in the artefact, read outside the measured process.
package struct VerifiedOutcome: Hashable, Sendable, Codable {
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

    /// Makes a finding.
    package init(
        rows: Int, digest: String, expectation: String? = nil, expected: ExpectedOutcome? = nil,
        remark: String? = nil
    ) {
        self.rows = rows
        self.digest = digest
        self.expectation = expectation
        self.expected = expected
        self.remark = remark
    }

    /// What is wrong, in one sentence; nil if the result is right.
    ///
    /// - Parameter rowsFailed: What the worker said it set aside; nil if it said nothing.
    package func disagreement(with expected: ExpectedOutcome, rowsFailed: Int?) -> String? {
        let remark = remark.map { ": \($0)" } ?? ""
        if rows != expected.rows {
            return "the result holds \(grouped(rows)) rows, expected \(grouped(expected.rows))"
                + remark
        }
        if digest != expected.digest {
            return "\(grouped(rows)) rows as expected, but their content differs"
                + " (digest \(digest), expected \(expected.digest))" + remark
        }
        let failed = rowsFailed ?? 0
        if failed != expected.rowsFailed {
            return "\(grouped(failed)) bad rows were set aside, expected"
                + " \(grouped(expected.rowsFailed))"
        }
        return nil
    }
}

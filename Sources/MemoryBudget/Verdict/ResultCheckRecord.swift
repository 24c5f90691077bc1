/// The check of a command's result, as set by the `verify` key of its scenario.
package struct ResultCheckRecord: Hashable, Sendable, Codable {
    /// The method of the check.
    package var method: Method
    /// The outcome of the check.
    package var finding: Finding
    /// The number of rows in the result, as printed by the check or as counted; `nil` if unknown.
    package var rows: Int?
    /// The fingerprint of the content, for a comparison; `nil` for a program that checks.
    package var fingerprint: ResultFingerprint?
    /// The kind of agreement with the reference; `nil` if the results differ or were not compared.
    package var agreement: ResultFingerprint.Agreement?

    /// Creates a record.
    package init(
        _ method: Method, _ finding: Finding, rows: Int? = nil,
        fingerprint: ResultFingerprint? = nil
    ) {
        self.method = method
        self.finding = finding
        self.rows = rows
        self.fingerprint = fingerprint
    }

    /// The method of a check; the raw value is its name in JSON.
    package enum Method: String, Codable, Sendable {
        /// The scenario's own program checks the result.
        case command
        /// The result is compared with that of another strategy.
        case sameAs = "same_as"
    }

    /// The outcome of a check; the raw value is its name in JSON.
    package enum Finding: String, Codable, CaseIterable, Sendable {
        /// The result is right.
        case right
        /// The result is wrong.
        case wrong
        /// The check itself failed.
        case failed
        /// The result could not be read and so can't be compared; it counts as wrong.
        case unreadable
        /// Not compared yet, because the results of the other strategies are needed.
        case pending
        /// Not compared, because the reference was not run at this scale.
        case referenceNotRun = "reference_not_run"
        /// Not compared, because the reference did not complete at this scale, with or without a
        /// budget.
        case referenceNotCompleted = "reference_not_completed"
        /// Not compared, because the reference wrote nothing.
        case referenceAbsent = "reference_absent"
        /// Not compared, because the reference's result could not be read.
        case referenceUnreadable = "reference_unreadable"
        /// Not compared, because the reference's own results differ from each other.
        case referenceDisagrees = "reference_disagrees"
        /// The reference's own result, with which no other was compared.
        case nothingCompared = "nothing_compared"
    }

    enum CodingKeys: String, StoredKey {
        case method
        case finding = "result"
        case rows, fingerprint, agreement
    }
}

/// The reason why a check gave no answer; in JSON an object under the name of the case.
package enum CheckFailure: Hashable, Sendable, Codable {
    /// The program exited with a status other than 0 and 1.
    case exitCode(code: Int)
    /// A signal ended the program.
    case signal(signal: Int)
    /// The check timed out.
    case timedOut(timeoutNanoseconds: Int)
    /// The program could not be started.
    case notStarted(reason: String)

    enum CodingKeys: String, CodingKey {
        case exitCode = "exit_code"
        case signal
        case timedOut = "timed_out"
        case notStarted = "not_started"
    }

    enum TimedOutCodingKeys: String, StoredKey {
        case timeoutNanoseconds = "timeout_ns"
    }
}

/// Results of one scale that should be equal but differ.
package struct ResultDisagreement: Hashable, Sendable, Codable {
    /// The different results, the most frequent first, with the variants that wrote them.
    package var groups: [Group]

    /// Creates a disagreement of at least two groups.
    package init(groups: [Group]) {
        self.groups = groups
    }

    /// Equal results.
    package struct Group: Hashable, Sendable, Codable {
        /// The variants that wrote this result, such as `streamed batch=1000`.
        package var variants: [String]
        /// The number of trials with this result.
        package var trials: Int
        /// The number of rows; `nil` if unknown.
        package var rows: Int?
        /// The digest of the content.
        package var digest: String

        /// Creates a group.
        package init(variants: [String], trials: Int, rows: Int?, digest: String) {
            self.variants = variants
            self.trials = trials
            self.rows = rows
            self.digest = digest
        }

        enum CodingKeys: String, StoredKey {
            case variants, trials, rows, digest
        }
    }

    enum CodingKeys: String, StoredKey {
        case groups
    }
}

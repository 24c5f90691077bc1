/// The check of a command's result, as the `verify` key of its scenario asks for it.
package struct ResultCheckRecord: Hashable, Sendable, Codable {
    /// The way in which it was checked.
    package var method: Method
    /// The outcome of the check.
    package var finding: Finding
    /// Rows of the result: as the check printed them, or as they were counted; nil if neither is known.
    package var rows: Int?
    /// The content, for a comparison; nil for a program that checks.
    package var fingerprint: ResultFingerprint?
    /// The agreement with the result that it was compared with; nil if it doesn't, or wasn't compared.
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

    /// The way a result is checked; the raw value is its name in JSON.
    package enum Method: String, Codable, Sendable {
        /// By the scenario's own program.
        case command
        /// By comparison with another strategy's result.
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
        /// Not compared yet: that takes the results of the other strategies.
        case pending
        /// Nothing to compare with: the reference was not run at this scale.
        case referenceNotRun = "reference_not_run"
        /// Nothing to compare with: the reference did not complete at this scale, with a budget or without.
        case referenceNotCompleted = "reference_not_completed"
        /// Nothing to compare with: the reference wrote nothing.
        case referenceAbsent = "reference_absent"
        /// Results of the reference that differ from each other.
        case referenceDisagrees = "reference_disagrees"
        /// The reference's own result, and no other was compared with it.
        case nothingCompared = "nothing_compared"
    }

    enum CodingKeys: String, StoredKey {
        case method
        case finding = "result"
        case rows, fingerprint, agreement
    }
}

/// The reason that a check said nothing about a result; in JSON an object under the name of the case.
package enum CheckFailure: Hashable, Sendable, Codable {
    /// It ended with another status than 0 and 1.
    case exitCode(code: Int)
    /// A signal ended it.
    case signal(signal: Int)
    /// It was not done in time.
    case timedOut(timeoutNanoseconds: Int)
    /// It could not be started.
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

/// Results of one scale that should be the same, and are not.
package struct ResultDisagreement: Hashable, Sendable, Codable {
    /// The different results, the most frequent first, each with who wrote it.
    package var groups: [Group]

    /// Creates a disagreement of at least two groups.
    package init(groups: [Group]) {
        self.groups = groups
    }

    /// Equal results.
    package struct Group: Hashable, Sendable, Codable {
        /// The strategies that wrote them, `streamed batch=1000`.
        package var variants: [String]
        /// Number of trials that did.
        package var trials: Int
        /// Rows of each; nil if not known.
        package var rows: Int?
        /// The digest of each.
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

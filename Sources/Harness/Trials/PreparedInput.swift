package import MemoryBudget
import Processes

/// A dataset on disk, and the expected contents of a correct result.
package struct PreparedInput: Sendable {
    /// The path of the file or folder, or the connection string of a server.
    package var path: String
    /// The path of an earlier result, which a job copies and updates; default `nil`.
    package var previous: String?
    /// The prefix of environment variables to hide from a worker, because they would mislead it;
    /// default `nil`.
    package var hiddenVariablePrefix: String?
    /// The number of units of work, including those to reject.
    package var units: Int
    /// The size on disk, in bytes.
    package var bytes: Int
    /// The kind of data, such as `csv-rows`.
    package var datasetKind: String
    /// The expected outcome; `nil` if results can't be checked.
    package var expected: ExpectedOutcome?
    /// The expected outcomes with other settings of the job, by name.
    package var expectations: [String: ExpectedOutcome]

    package init(
        path: String, units: Int, bytes: Int, datasetKind: String, expected: ExpectedOutcome?,
        expectations: [String: ExpectedOutcome] = [:]
    ) {
        self.path = path
        self.units = units
        self.bytes = bytes
        self.datasetKind = datasetKind
        self.expected = expected
        self.expectations = expectations
    }

    /// The data on disk, which trials must not change.
    var diskPath: String { previous ?? path }

    /// The environment for processes that use the input.
    var environment: [String: String] {
        guard let hiddenVariablePrefix else { return currentEnvironment() }
        return currentEnvironment().filter { !$0.key.hasPrefix(hiddenVariablePrefix) }
    }

    /// Returns the expected outcome for a finding; `nil` if the manifest has none of that name.
    func expected(of found: VerifiedOutcome) -> ExpectedOutcome? {
        if let expected = found.expected { return expected }
        if let name = found.expectation { return expectations[name] }
        return expected
    }
}

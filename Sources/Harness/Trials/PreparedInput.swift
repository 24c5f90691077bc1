package import MemoryBudget
import Processes

/// A dataset that is on disk, and what a correct result of it holds.
package struct PreparedInput: Sendable {
    /// File or folder, or what a worker connects to a server with.
    package var path: String
    /// Path of an earlier run's result, which a job copies and updates; nil by default.
    package var previous: String?
    /// The prefix of environment variables that must not reach a worker, as they would lead it
    /// elsewhere; nil by default.
    package var hiddenVariablePrefix: String?
    /// How many units of work it holds, those to reject included.
    package var units: Int
    /// Its size on disk.
    package var bytes: Int
    /// What kind of data it is, `csv-rows`.
    package var datasetKind: String
    /// What must come out; nil if that can't be checked.
    package var expected: ExpectedOutcome?
    /// What must come out under other settings of the job, by name.
    package var expectations: [String: ExpectedOutcome]

    /// Makes a description of an input.
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

    /// The data on disk, which no trial may change.
    var diskPath: String { previous ?? path }

    /// The environment of what works on it.
    var environment: [String: String] {
        guard let hiddenVariablePrefix else { return currentEnvironment() }
        return currentEnvironment().filter { !$0.key.hasPrefix(hiddenVariablePrefix) }
    }

    /// What a finding must agree with; nil if the manifest lacks what it names.
    func expected(of found: VerifiedOutcome) -> ExpectedOutcome? {
        if let expected = found.expected { return expected }
        if let name = found.expectation { return expectations[name] }
        return expected
    }
}

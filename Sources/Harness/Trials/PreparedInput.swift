package import MemoryBudget

/// A dataset that is on disk, and what a correct result of it holds.
package struct PreparedInput: Sendable {
    /// File or folder.
    package var path: String
    /// Whether the path is what libpq connects with: the caller's own PG… variables must not lead
    /// a worker elsewhere.
    package var isServed = false
    /// How many units of work it holds, bad ones included.
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

    /// The environment of what works on it.
    var environment: [String: String] {
        isServed ? currentEnvironment().filter { !$0.key.hasPrefix("PG") } : currentEnvironment()
    }

    /// What a finding must agree with; nil if the manifest lacks what it names.
    func expected(of found: VerifiedOutcome) -> ExpectedOutcome? {
        if let expected = found.expected { return expected }
        if let name = found.expectation { return expectations[name] }
        return expected
    }
}

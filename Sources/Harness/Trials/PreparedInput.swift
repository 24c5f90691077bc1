public import MemoryBudget

/// A dataset that is on disk, and what a correct result of it holds.
public struct PreparedInput: Sendable {
    /// File or folder.
    public var path: String
    /// Whether the path is what libpq connects with: the caller's own PG… variables must not lead
    /// a worker elsewhere.
    public var isServed = false
    /// How many units of work it holds, bad ones included.
    public var units: Int
    /// Its size on disk.
    public var bytes: Int
    /// What kind of data it is, `csv-rows`.
    public var datasetKind: String
    /// What must come out; nil if that can't be checked.
    public var expected: ExpectedOutcome?
    /// What must come out under other settings of the job, by name.
    public var expectations: [String: ExpectedOutcome]

    /// Makes a description of an input.
    public init(
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

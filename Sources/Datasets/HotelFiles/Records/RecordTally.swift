import MemoryBudget

/// The correct result of some records.
struct RecordTally: Sendable {
    /// The rows of the good records.
    var rows = RowDigest()
    /// The number of records and section marks that must be rejected.
    var failed = 0

    mutating func merge(_ other: RecordTally) {
        rows.merge(other.rows)
        failed += other.failed
    }
}

/// The key that joins the rows of a contract to it.
struct ContractKey: Sendable {
    var office: Int
    var contract: Int
}

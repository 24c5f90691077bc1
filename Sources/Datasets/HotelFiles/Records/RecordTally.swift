import MemoryBudget

/// What a correct result of some records is.
struct RecordTally: Sendable {
    /// The rows that good records make.
    var rows = RowDigest()
    /// Records and section marks that must be rejected.
    var failed = 0

    mutating func merge(_ other: RecordTally) {
        rows.merge(other.rows)
        failed += other.failed
    }
}

/// By which the rows of a contract are joined to it.
struct ContractKey: Sendable {
    var office: Int
    var contract: Int
}

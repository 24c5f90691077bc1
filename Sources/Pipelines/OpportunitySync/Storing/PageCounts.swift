/// The counts of writing one page.
struct PageCounts {
    var inserted = 0
    var updated = 0
    var unchanged = 0
    /// The number of records whose id the pass had not seen before.
    var new = 0
    /// The number of records whose id it had.
    var repeated = 0
    /// The indexes of invalid records in the page, with the reasons.
    var problems: [(place: Int, reason: String)] = []

    /// Corrects the counts for a record counted as new whose id had appeared before.
    mutating func countAgain() {
        new -= 1
        repeated += 1
    }
}

/// Counts of the work of writing one page.
struct PageCounts {
    var inserted = 0
    var updated = 0
    var unchanged = 0
    /// Records with an id that the pass had not seen before.
    var new = 0
    /// Records that it had.
    var repeated = 0
    /// Places of invalid records in the page, and why they are.
    var problems: [(place: Int, reason: String)] = []

    /// Counts a record as one that came again, which was taken for a new one.
    mutating func countAgain() {
        new -= 1
        repeated += 1
    }
}

/// An order-independent digest of a set of rows: equal sets of rows give equal digests, whatever
/// the order they are read in.
///
/// It is the sum of the rows' hashes (``RowHash``) modulo 2⁶⁴, and their count. A row that is missing,
/// doubled or changed by mistake changes it, but for one case in 2⁶⁴. It is no cryptographic hash:
/// whoever may choose many rows freely can find other rows with the same digest.
package struct RowDigest: Hashable, Sendable {
    /// How many rows were added.
    package private(set) var count = 0
    private var sum: UInt64 = 0

    /// Creates the digest of no rows.
    package init() {}

    /// Adds one row.
    package mutating func add(_ row: RowHash) {
        count += 1
        sum &+= row.finished
    }

    /// Joins the rows of another digest.
    package mutating func merge(_ other: RowDigest) {
        count += other.count
        sum &+= other.sum
    }

    /// Sixteen hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

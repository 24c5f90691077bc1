/// An order-independent digest of a set of rows: equal sets of rows give equal digests.
///
/// ```swift
/// var row = RowHash()
/// row.addField("Ada")
/// row.addField(integer: 1815)
/// var digest = RowDigest()
/// digest.add(row)
/// print(digest.count, digest.hexadecimal)
/// ```
///
/// The digest is the sum of the rows' hashes (``RowHash``) modulo 2⁶⁴, and their count. A row that
/// is accidentally missing, duplicated or changed goes undetected in one of 2⁶⁴ cases. The digest
/// is not cryptographic: with a free choice of many rows, other rows with the same digest can be
/// found.
package struct RowDigest: Hashable, Sendable {
    /// The number of added rows.
    package private(set) var count = 0
    private var sum: UInt64 = 0

    /// Creates the digest of an empty set.
    package init() {}

    /// Adds one row.
    package mutating func add(_ row: RowHash) {
        count += 1
        sum &+= row.finished
    }

    /// Adds all rows of another digest.
    package mutating func merge(_ other: RowDigest) {
        count += other.count
        sum &+= other.sum
    }

    /// The digest as sixteen hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// A number that a job counted and left in its result: requests made, rows updated.
package struct JobCount: Hashable, Sendable, Codable {
    /// The column's head in reports, a word or two: `calls`.
    package var name: String
    /// The number, from 0.
    package var value: Int

    /// Creates a count.
    package init(_ name: String, _ value: Int) {
        self.name = name
        self.value = value
    }
}

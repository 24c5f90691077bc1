/// Something that a job counted, read from its result: requests made, rows updated.
package struct JobCount: Hashable, Sendable, Codable {
    /// What was counted, in a word or two for a column's head: `calls`.
    package var name: String
    /// The number, from 0.
    package var value: Int

    /// Creates a count.
    package init(_ name: String, _ value: Int) {
        self.name = name
        self.value = value
    }
}

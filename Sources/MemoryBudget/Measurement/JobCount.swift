/// A number that a job counted and stored in its result, such as requests made or rows updated.
package struct JobCount: Hashable, Sendable, Codable {
    /// The column header in reports, one or two words, such as `calls`.
    package var name: String
    /// The counted number, at least 0.
    package var value: Int

    /// Creates a count with its name.
    package init(_ name: String, _ value: Int) {
        self.name = name
        self.value = value
    }
}

package import MemoryBudget

/// A named setting of a pipeline, its default and what it may be.
package struct Parameter: Hashable, Sendable {
    /// As `--set NAME=VALUE` writes it.
    package let name: String
    /// The value it has unless set; must be acceptable.
    package let defaultValue: String
    /// One line for lists.
    package let about: String
    /// What is acceptable.
    package let kind: Kind

    /// What a setting's text must be.
    package typealias Kind = ParameterKind

    /// Describes a setting; a default that its own kind refuses is a programmer's mistake.
    package init(name: String, default defaultValue: String, about: String, kind: Kind) {
        precondition(
            kind.objection(to: defaultValue) == nil, "the default of '\(name)' is not acceptable")
        self.name = name
        self.defaultValue = defaultValue
        self.about = about
        self.kind = kind
    }
}

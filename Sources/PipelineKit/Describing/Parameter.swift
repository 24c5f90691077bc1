package import MemoryBudget

/// A named setting of a pipeline, with its default and type.
///
/// ```swift
/// let parameter = Parameter(name: "trim", default: "false", about: "Trim values", kind: .flag)
/// ```
package struct Parameter: Hashable, Sendable {
    /// The name, as used in `--set NAME=VALUE`.
    package let name: String
    /// The default value, which must be valid.
    package let defaultValue: String
    /// A one-line description.
    package let about: String
    /// The type and range of valid values.
    package let kind: Kind

    /// The type and range of a setting's valid values.
    package typealias Kind = ParameterKind

    /// Creates a setting; a default that is not valid is a programming error.
    package init(name: String, default defaultValue: String, about: String, kind: Kind) {
        precondition(
            kind.objection(to: defaultValue) == nil, "the default of '\(name)' is not valid")
        self.name = name
        self.defaultValue = defaultValue
        self.about = about
        self.kind = kind
    }
}

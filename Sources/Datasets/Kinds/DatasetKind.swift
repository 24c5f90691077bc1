/// The description of a kind of dataset, for lists and help.
package struct DatasetKind: Hashable, Sendable {
    /// The name, as used in scenarios and by `membudget generate`.
    package var name: String
    /// A one-sentence description.
    package var about: String
    /// The unit that a scale counts, in the plural: `rows`.
    package var unit: String
    /// Whether membudget generates it; false for data that the user gives, such as with `--input`.
    package var isGenerated: Bool
    /// Whether workers also get the output of an earlier run.
    package var hasPrevious: Bool
    /// The settings of the kind.
    package var parameters: [Parameter]

    /// Creates a description.
    package init(
        name: String, about: String, unit: String, isGenerated: Bool = true,
        hasPrevious: Bool = false, parameters: [Parameter] = []
    ) {
        self.name = name
        self.about = about
        self.unit = unit
        self.isGenerated = isGenerated
        self.hasPrevious = hasPrevious
        self.parameters = parameters
    }

    /// A setting of a kind.
    package struct Parameter: Hashable, Sendable {
        /// The name, as used in scenarios and by `--set`.
        package var name: String
        /// The default value.
        package var defaultValue: String
        /// A one-sentence description with the allowed values.
        package var about: String

        /// Creates a description.
        package init(name: String, defaultValue: String, about: String) {
            self.name = name
            self.defaultValue = defaultValue
            self.about = about
        }
    }
}

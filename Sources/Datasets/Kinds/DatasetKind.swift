/// What a kind of dataset is, for lists and for help.
package struct DatasetKind: Hashable, Sendable {
    /// By which scenarios and `membudget generate` ask for it.
    package var name: String
    /// One sentence.
    package var about: String
    /// What a scale counts, in the plural: `rows`.
    package var unit: String
    /// False for a kind that is only ever given by the user, with `--input`.
    package var isGenerated: Bool
    /// Whether workers also get what an earlier run left.
    package var hasPrevious: Bool
    /// The settings it understands.
    package var parameters: [Parameter]

    /// Makes a description.
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

    /// One setting of a kind.
    package struct Parameter: Hashable, Sendable {
        /// As `--set` and scenarios write it.
        package var name: String
        /// The value it has when nothing is said.
        package var defaultValue: String
        /// One sentence with the allowed values.
        package var about: String

        /// Makes a description.
        package init(name: String, defaultValue: String, about: String) {
            self.name = name
            self.defaultValue = defaultValue
            self.about = about
        }
    }
}

/// What a kind of dataset is, for lists and for help.
public struct DatasetKind: Hashable, Sendable {
    /// By which scenarios and `membudget generate` ask for it.
    public var name: String
    /// One sentence.
    public var about: String
    /// What a scale counts, in the plural: `rows`.
    public var unit: String
    /// False for a kind that is only ever given by the user, with `--input`.
    public var isGenerated: Bool
    /// The settings it understands.
    public var parameters: [Parameter]

    /// Makes a description.
    public init(
        name: String, about: String, unit: String, isGenerated: Bool = true,
        parameters: [Parameter] = []
    ) {
        self.name = name
        self.about = about
        self.unit = unit
        self.isGenerated = isGenerated
        self.parameters = parameters
    }

    /// One setting of a kind.
    public struct Parameter: Hashable, Sendable {
        /// As `--set` and scenarios write it.
        public var name: String
        /// The value it has when nothing is said.
        public var defaultValue: String
        /// One sentence with the allowed values.
        public var about: String

        /// Makes a description.
        public init(name: String, defaultValue: String, about: String) {
            self.name = name
            self.defaultValue = defaultValue
            self.about = about
        }
    }
}

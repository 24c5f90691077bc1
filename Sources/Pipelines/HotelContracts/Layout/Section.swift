/// A section, which is a kind of record: its fields, and the table that stores them.
struct Section: Hashable, Sendable {
    /// The key columns before a record's fields.
    enum Scope: Hashable, Sendable {
        /// None: hotels, boards and similar records.
        case general
        /// A contract's key.
        case contract
        /// None: the record itself is the key.
        case header
    }

    /// The section's name in files, such as `CNHA`.
    let code: String
    /// The table's name.
    let table: String
    let scope: Scope
    /// The fields, in order.
    let fields: [Column]
    /// The layout of its daily tuples; `nil` for a section without tuples.
    let tuples: TupleLayout?
    /// Whether the last field is the rest of the record, including colons.
    let lastFieldTakesRest: Bool

    init(
        _ code: String, table: String, scope: Scope = .contract, fields: String,
        tuples: TupleLayout? = nil, lastFieldTakesRest: Bool = false
    ) {
        self.code = code
        self.table = table
        self.scope = scope
        self.fields = Column.list(fields)
        self.tuples = tuples
        self.lastFieldTakesRest = lastFieldTakesRest
    }

    /// The table's columns: the contract's key, the fields, and the sums of the tuples.
    var columns: [Column] {
        (scope == .contract ? Self.key : []) + fields + (tuples?.summary ?? [])
    }

    /// The indexes of the header's fields that form a contract's key.
    enum HeaderFields {
        /// The flag of an external contract, which may have no number.
        static let isExternal = 0
        static let office = 2
        static let contract = 3
        static let hotel = 7
    }

    /// The indexes of the fields with which every section with tuples begins.
    enum TupleFields {
        static let from = 0
        static let to = 1
        static let room = 2
        static let characteristic = 3
    }

    static let key = Column.list("office i, contract i")
}

/// The layout of a record's tuples, one per day, and what a row keeps of them.
struct TupleLayout: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case inventory
        case cost
    }

    let kind: Kind
    /// The values, in order.
    let values: [Column]
    /// The values' types.
    let types: [FieldType]
    /// The index of the value that is summed: the allotment or the amount.
    let keptIndex: Int

    private init(_ kind: Kind, values: String, keeping name: String) {
        self.kind = kind
        self.values = Column.list(values)
        types = self.values.map(\.type)
        guard let index = self.values.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("'\(values)' has no \(name)")
        }
        keptIndex = index
    }

    static func inventory(_ values: String) -> TupleLayout {
        TupleLayout(.inventory, values: values, keeping: "allotment")
    }

    static func cost(_ values: String) -> TupleLayout {
        TupleLayout(.cost, values: values, keeping: "amount")
    }

    /// The columns with the sums of the tuples.
    var summary: [Column] {
        switch kind {
        case .inventory: Column.list("days i, allotment i")
        case .cost: Column.list("days i, lowest_amount n, highest_amount n, mean_amount n")
        }
    }
}

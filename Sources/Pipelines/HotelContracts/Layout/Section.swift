/// A kind of record: what its fields are, and the table that they go to.
struct Section: Hashable, Sendable {
    /// What stands above the record.
    enum Scope: Hashable, Sendable {
        /// Nothing: hotels, boards and their like.
        case general
        /// A contract's key, which begins the row.
        case contract
        /// Nothing: the record is the key itself.
        case header
    }

    /// As files name it, `CNHA`.
    let code: String
    /// The table's name.
    let table: String
    let scope: Scope
    /// The listed fields, in order.
    let fields: [Column]
    /// What its daily tuples are; nil for a section that has none.
    let tuples: TupleLayout?
    /// Whether the last field is all that is left, colons included.
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

    /// The table's columns: the contract's key, the fields, what the tuples come to.
    var columns: [Column] {
        (scope == .contract ? Self.key : []) + fields + (tuples?.summary ?? [])
    }

    /// Where a header's fields are that a contract's key is made of.
    enum HeaderFields {
        /// The flag of an external contract, which may have no number.
        static let isExternal = 0
        static let office = 2
        static let contract = 3
        static let hotel = 7
    }

    /// Where the fields are that every section with tuples begins with.
    enum TupleFields {
        static let from = 0
        static let to = 1
        static let room = 2
        static let characteristic = 3
    }

    static let key = Column.list("office i, contract i")
}

/// The tuples of a record, one a day, and what a row keeps of them.
struct TupleLayout: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case inventory
        case cost
    }

    let kind: Kind
    /// The listed values, in order.
    let values: [Column]
    /// Their types.
    let types: [FieldType]
    /// Which of them counts: the allotment, or the amount.
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

    /// The columns that the tuples come to.
    var summary: [Column] {
        switch kind {
        case .inventory: Column.list("days i, allotment i")
        case .cost: Column.list("days i, lowest_amount n, highest_amount n, mean_amount n")
        }
    }
}

import MemoryBudget

/// The mapping of a section's records to table rows; a line of `Documentation/HotelContracts.md`.
struct RecordLayout: Sendable {
    /// The section's name; empty for records of unknown sections.
    let section: String
    /// The fields, in order; the columns after them come from the tuples.
    let fields: [Field]
    /// Samples of the daily tuples; `nil` for sections without any.
    let tuple: TupleSamples?
    /// Whether rows begin with the key of the contract they belong to.
    let isBelowContract: Bool
    /// Whether additional fields may follow without changing the row.
    let mayGrow: Bool
    /// The hash of a row of this table, before the first column.
    let rowStart: RowHash
    /// Indices of the required fields.
    let required: [Int]
    /// Indices of the fields of other types than text.
    let typed: [Int]

    /// A field of a record.
    struct Field: Sendable {
        let type: FieldType
        let isRequired: Bool
    }

    /// The types of fields, by their letters in the document.
    enum FieldType: Character, Sendable {
        case text = "t"
        case integer = "i"
        case date = "d"
        case decimal = "n"
        case flag = "b"
    }

    private init(
        _ section: String, table: String, fields: String, tuple: TupleSamples? = nil,
        isBelowContract: Bool = true, mayGrow: Bool = true
    ) {
        self.section = section
        self.fields = fields.split(separator: " ").map { code in
            guard let type = code.first.flatMap(FieldType.init(rawValue:)) else {
                preconditionFailure("there is no type of field '\(code)'")
            }
            return Field(type: type, isRequired: code.hasSuffix("!"))
        }
        self.tuple = tuple
        self.isBelowContract = isBelowContract
        self.mayGrow = mayGrow
        var row = RowHash()
        row.addField(table)
        rowStart = row
        let numbered = self.fields.enumerated()
        required = numbered.filter { $0.element.isRequired }.map(\.offset)
        typed = numbered.filter { $0.element.type != .text }.map(\.offset)
    }
}

extension RecordLayout {
    private static let week = "b b b b b b b"

    static let hotel = RecordLayout(
        "GHOT", table: "Hotel", fields: "i! t t! t t t i t t t n n t", isBelowContract: false,
        mayGrow: false)
    static let board = RecordLayout("GTTO", table: "Board", fields: "t! t", isBelowContract: false)
    static let destination = RecordLayout(
        "IDES", table: "Destination", fields: "t! t t", isBelowContract: false)
    static let category = RecordLayout(
        "GCAT", table: "Category", fields: "t! t", isBelowContract: false)
    static let contract = RecordLayout(
        "CCON", table: "Contract",
        fields: "b t! i! i! t t t i! i d! d! t t t t t b i i i b b t i t b", isBelowContract: false)

    /// The index of a contract's number in its header.
    static let numberField = 3
    static let hotelField = 7

    static let room = RecordLayout("CNHA", table: "Room", fields: "t! t! i! i! i! i i i i i")
    static let inventory = RecordLayout(
        "CNIN", table: "Inventory", fields: "d! d! t! t! t", tuple: .inventory)
    static let cost = RecordLayout("CNCT", table: "Cost", fields: "d! d! t! t! t t", tuple: .cost)
    static let externalInventory = RecordLayout(
        "SIIN", table: "ExternalInventory", fields: "d! d! t! t! t", tuple: .externalInventory)
    static let externalCost = RecordLayout(
        "SIAP", table: "ExternalCost", fields: "d! d! t! t! t i i t b", tuple: .externalCost)

    static let minMaxStay = RecordLayout(
        "CNEM", table: "MinMaxStay", fields: "d d! d! t t t t t i! i! \(week)")
    static let cancellationFee = RecordLayout(
        "CNCF", table: "CancellationFee", fields: "d d! d! t i! i n n n n t t")
    static let supplement = RecordLayout(
        "CNSU", table: "Supplement",
        fields: "d! d! d d t! t b t t t t t i i i i i n n b t t \(week) i")
    static let boardSupplement = RecordLayout(
        "CNSR", table: "BoardSupplement", fields: "d! d! t! b n n t t t i i \(week)")
    static let combinableOffer = RecordLayout("CNOE", table: "CombinableOffer", fields: "t! t! b")
    static let rate = RecordLayout("CNTA", table: "Rate", fields: "t! t")
    static let checkInOut = RecordLayout(
        "CNES", table: "CheckInOut", fields: "d! d! t t t! \(week)")
    static let promotion = RecordLayout("CNPR", table: "Promotion", fields: "t! t d! d! d d b")
    static let free = RecordLayout("CNGR", table: "Free", fields: "d! d! d d i! i i! n t t t t")
    static let stopSale = RecordLayout("CNPV", table: "StopSale", fields: "d! d! t t t")
    static let handlingFee = RecordLayout("CNHF", table: "HandlingFee", fields: "t! d! d! n n b")
    static let nightHandling = RecordLayout("CNNH", table: "NightHandling", fields: "d! d! t n")
    static let validMarket = RecordLayout("CNCL", table: "ValidMarket", fields: "t! b!")
    static let tax = RecordLayout("ATAX", table: "Tax", fields: "t! d! d! b t n n t")

    /// The records of a contract's unknown sections: one field, the whole record.
    static let other = RecordLayout("", table: "OtherRecord", fields: "t", mayGrow: false)
    /// The records of unknown sections in GENERAL, where there is no contract.
    static let otherInGeneral = RecordLayout(
        "", table: "OtherRecord", fields: "t", isBelowContract: false, mayGrow: false)
}

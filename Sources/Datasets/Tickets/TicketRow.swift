import MemoryBudget

/// A ticket, derived from the seed and its index alone: the texts of its fields, one after another
/// in memory that the caller owns.
///
/// No text is empty; an empty field means NULL.
struct TicketRow {
    /// More bytes than any row takes, including the extra room that `FieldWriter` needs.
    static let bytesMax = 512
    static let columns = [
        "id", "number", "barcode", "event", "holder", "seat", "price_cents", "status", "sold_at",
    ]
    static let idColumn = 0
    static let barcodeColumn = 2
    static let priceColumn = 6

    enum Barcode { case none, legacy, migrated }

    let id: Int
    let barcode: Barcode
    private(set) var priceCents = 0
    /// Whether the status is `valid`.
    private(set) var isValid = false
    /// The hash of all fields.
    private(set) var hash = RowHash()
    private let start: UnsafeMutablePointer<UInt8>
    /// The offsets of the fields' ends.
    private var ends = SIMD16<UInt16>()
    private var random: RowRandom

    /// Writes a row's fields; the memory of ``bytesMax`` bytes must outlive the row.
    init(
        index: Int, seed: UInt64, shares: TicketShares, words: borrowing TicketWords,
        at start: UnsafeMutablePointer<UInt8>
    ) {
        id = index + 1
        random = RowRandom(seed: seed, row: index)
        barcode = shares.barcode(drawnFrom: &random)
        self.start = start
        write(words)
    }

    /// Returns a field's text, valid as long as the row's memory.
    @inline(__always)
    subscript(column: Int) -> UnsafeRawBufferPointer {
        // The field ends before the comma that the writer adds.
        let first = column == 0 ? 0 : Int(ends[column - 1]) + 1
        return UnsafeRawBufferPointer(start: start + first, count: Int(ends[column]) - first)
    }

    private mutating func write(_ words: borrowing TicketWords) {
        var fields = FieldWriter(at: start)
        for column in 0..<Self.columns.count {
            switch column {
            case 0: fields.append(decimal: id)
            case 1: fields.append(decimal: Self.number(of: id), digits: 10)
            case 2: writeBarcode(to: &fields)
            case 3: writeEvent(to: &fields, words: words)
            case 4: writeHolder(to: &fields, words: words)
            case 5: writeSeat(to: &fields)
            case 6: writePrice(to: &fields)
            case 7: writeStatus(to: &fields, words: words)
            default: writeSaleTime(to: &fields)
            }
            ends[column] = UInt16(truncatingIfNeeded: fields.end - start)
            fields.endField()
        }
        hash = fields.hash
    }

    /// Returns a number that is different for every id below 10¹⁰: the factor is coprime to 10.
    static func number(of id: Int) -> Int {
        id % 10_000_000_000 * 618_033_989 % 10_000_000_000
    }

    /// Returns thirteen digits, different for every id below about 10⁹.
    static func legacyBarcode(of id: Int) -> Int {
        (id % 1_000_000_000 * 7_654_321_987 + 4_006_381_333_931) % 10_000_000_000_000
    }

    /// Returns the eight digits that the migration assigns, different for every id below 10⁸.
    static func migratedBarcode(of id: Int) -> Int {
        (id % 100_000_000 * 48_271 + 12_345_678) % 100_000_000
    }

    private func writeBarcode(to fields: inout FieldWriter) {
        switch barcode {
        case .none: break
        case .legacy: fields.append(decimal: Self.legacyBarcode(of: id), digits: 13)
        case .migrated: fields.append(decimal: Self.migratedBarcode(of: id), digits: 8)
        }
    }
}

extension TicketRow {
    /// Writes a performer and the kind of event; some contain a comma.
    private mutating func writeEvent(
        to fields: inout FieldWriter, words: borrowing TicketWords
    ) {
        var bits = random.next()
        fields.append(words.headliners[take(6, from: &bits)])
        fields.append(take(3, from: &bits) == 0 ? ", " : " ")
        fields.append(words.forms[take(4, from: &bits)])
        fields.append(" ")
        fields.append(decimal: 2025 + take(1, from: &bits))
    }

    /// Writes given and family name; one in sixteen with a comma, one in sixteen with quotes, one
    /// in 1,024 with a line feed, one in 1,024 with a backslash.
    private mutating func writeHolder(
        to fields: inout FieldWriter, words: borrowing TicketWords
    ) {
        var bits = random.next()
        let style = take(10, from: &bits)
        let given = words.givenNames[take(6, from: &bits)]
        let family = words.familyNames[take(6, from: &bits)]
        switch style {
        case 0..<64:
            fields.append(family)
            fields.append(", ")
            fields.append(given)
            return
        case 64..<128:
            fields.append(given)
            fields.append(" \"")
            fields.append(words.givenNames[take(6, from: &bits)])
            fields.append("\" ")
        case 128:
            fields.append(given)
            fields.append("\n")
        case 129:
            fields.append(given)
            fields.append("\\")
        default:
            fields.append(given)
            fields.append(" ")
        }
        fields.append(family)
    }

    /// Writes block, row and place; a quarter of the tickets has none.
    private mutating func writeSeat(to fields: inout FieldWriter) {
        var bits = random.next()
        guard take(2, from: &bits) > 0 else { return }
        fields.append(UInt8(ascii: "A") + UInt8(take(4, from: &bits)))
        fields.append("-")
        fields.append(decimal: 1 + take(5, from: &bits))
        fields.append("-")
        fields.append(decimal: 1 + take(6, from: &bits))
    }

    private mutating func writePrice(to fields: inout FieldWriter) {
        priceCents = 500 + 50 * random.next(below: 500)
        fields.append(decimal: priceCents)
    }

    /// Writes the status: of sixteen tickets ten are valid, four used, one refunded, one cancelled.
    private mutating func writeStatus(
        to fields: inout FieldWriter, words: borrowing TicketWords
    ) {
        var bits = random.next()
        let draw = take(4, from: &bits)
        isValid = draw < 10
        fields.append(words.statuses[isValid ? 0 : draw < 14 ? 1 : draw - 12])
    }

    /// Writes a time in 2025 or 2026, in the first 28 days of a month.
    private mutating func writeSaleTime(to fields: inout FieldWriter) {
        var bits = random.next()
        fields.append(decimal: 2025 + take(1, from: &bits), digits: 4)
        let parts: [(StaticString, Int, Int)] = [
            ("-", 1, 12), ("-", 1, 28), ("T", 0, 24), (":", 0, 60), (":", 0, 60),
        ]
        for (separator, first, count) in parts {
            fields.append(separator)
            fields.append(decimal: first + take(11, from: &bits) % count, digits: 2)
        }
        fields.append("Z")
    }

    /// Removes the lowest bits and returns them.
    @inline(__always)
    private func take(_ count: Int, from bits: inout UInt64) -> Int {
        defer { bits >>= UInt64(count) }
        return Int(bits & (1 << UInt64(count) - 1))
    }
}

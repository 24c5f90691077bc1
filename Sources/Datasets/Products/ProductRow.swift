/// A row of the product feed, derived from the seed and its index alone.
struct ProductRow {
    /// More bytes than any row takes, including the extra room that `FieldWriter` needs.
    static let bytesMax = 1_024
    static let columns = [
        "id", "sku", "name", "category", "price", "stock", "created_at", "updated_at",
        "description",
    ]

    private let index: Int
    private let defect: ProductDefect?
    private var random: RowRandom

    init(index: Int, seed: UInt64, shares: ProductShares) {
        self.index = index
        random = RowRandom(seed: seed, row: index)
        defect = shares.defect(drawnFrom: &random)
    }

    /// Whether the row is part of a correct result.
    var isGood: Bool { defect == nil }

    /// Writes the fields and the line end.
    mutating func write(to fields: inout FieldWriter, words: borrowing ProductWords) {
        for column in 0..<fieldCount() {
            write(column, to: &fields, words: words)
        }
        fields.endRow()
    }

    private mutating func fieldCount() -> Int {
        let whole = Self.columns.count
        return switch defect {
        case .raggedShort: 1 + random.next(below: whole - 1)
        case .raggedLong: whole + 1 + random.next(below: 3)
        default: whole
        }
    }

    @inline(__always)
    private mutating func write(
        _ column: Int, to fields: inout FieldWriter, words: borrowing ProductWords
    ) {
        switch column {
        case 0: writeID(to: &fields)
        case 1: writeSKU(to: &fields)
        case 2: writeName(to: &fields, words: words)
        case 3: writeCategory(to: &fields, words: words)
        case 4: writePrice(to: &fields)
        case 5: writeStock(to: &fields)
        case 6: writeDate(to: &fields, firstYear: 2014, isDefective: defect == .badDate)
        case 7: writeDate(to: &fields, firstYear: 2021, isDefective: false)
        case 8: writeDescription(to: &fields, words: words)
        default: writeSurplus(to: &fields)
        }
    }

    private func writeID(to fields: inout FieldWriter) {
        fields.append(decimal: index + 1)
        fields.endField(integer: index + 1)
    }

    /// Writes a unique SKU: twelve digits, at least one leading zero; the factor is coprime to 10.
    private func writeSKU(to fields: inout FieldWriter) {
        if defect != .emptySKU {
            let modulus = 100_000_000_000
            let scattered = (index + 1) % modulus * 61_803_399 % modulus
            fields.append(decimal: scattered, digits: 12)
        }
        fields.endField()
    }

    private mutating func writeCategory(
        to fields: inout FieldWriter, words: borrowing ProductWords
    ) {
        let choice = random.next(below: ProductWords.categoryCount)
        fields.append(words.categories[choice])
        // The category that contains a comma.
        fields.endField(isQuoted: choice == 6)
    }

    /// Writes a price with up to four digits before the point, each number of digits equally often.
    private mutating func writePrice(to fields: inout FieldWriter) {
        guard defect != .badPrice else {
            return writeDefect(ProductDefect.prices, to: &fields)
        }
        let bits = random.next()
        let bound = [10, 100, 1_000, 10_000][Int(bits & 3)]
        let (whole, hundredths) = (Int(bits >> 32) % bound, Int(bits >> 8 & 0xFF_FFFF) % 100)
        fields.append(decimal: whole)
        fields.append(UInt8(ascii: "."))
        fields.append(decimal: hundredths, digits: 2)
        fields.endField(hundredths: whole * 100 + hundredths)
    }

    private mutating func writeStock(to fields: inout FieldWriter) {
        guard defect != .badStock else {
            return writeDefect(ProductDefect.stocks, to: &fields)
        }
        let count = random.next(below: 1_000)
        fields.append(decimal: count)
        fields.endField(integer: count)
    }

    /// Writes a valid date within seven years.
    private mutating func writeDate(
        to fields: inout FieldWriter, firstYear: Int, isDefective: Bool
    ) {
        guard !isDefective else { return writeDefect(ProductDefect.dates, to: &fields) }
        let year = firstYear + random.next(below: 5)
        let month = 1 + random.next(below: 12)
        let day = 1 + random.next(below: Self.days(of: month, in: year))
        fields.append(decimal: year, digits: 4)
        fields.append(UInt8(ascii: "-"))
        fields.append(decimal: month, digits: 2)
        fields.append(UInt8(ascii: "-"))
        fields.append(decimal: day, digits: 2)
        fields.endField()
    }

    /// Returns the days of a month, for 1901 to 2099, where every fourth year is a leap year.
    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private func writeSurplus(to fields: inout FieldWriter) {
        fields.append("surplus")
        fields.endField()
    }

    private mutating func writeDefect(_ choices: [StaticString], to fields: inout FieldWriter) {
        fields.append(choices[random.next(below: choices.count)])
        // Quoted, so that the comma in the wrong value doesn't add a field.
        fields.endField(isQuoted: true)
    }
}

extension ProductRow {
    /// Writes a qualifier and a noun; one in eight needs quoting: a comma, quotes, a line break.
    private mutating func writeName(to fields: inout FieldWriter, words: borrowing ProductWords) {
        guard defect != .emptyName else { return fields.endField() }
        var bits = random.next()
        let style = Self.take(6, from: &bits)
        let noun = words.nouns[Self.take(6, from: &bits)]
        fields.append(words.qualifiers[Self.take(6, from: &bits)])
        fields.append(UInt8(ascii: " "))
        switch style {
        case 0, 1:
            fields.append(UInt8(ascii: "\""))
            fields.append(noun)
            fields.append(UInt8(ascii: "\""))
        case 2:
            fields.append(noun)
            fields.append(UInt8(ascii: "\n"))
            fields.append(words.qualifiers[Self.take(6, from: &bits)])
        case 3...7:
            fields.append(noun)
            fields.append(", ")
            fields.append(words.qualifiers[Self.take(6, from: &bits)])
        default:
            fields.append(noun)
            fields.append(UInt8(ascii: " "))
            fields.append(decimal: 10 + Self.take(10, from: &bits))
        }
        if defect == .byteDamage { appendDamage(to: &fields) }
        fields.endField(isQuoted: style <= 7)
    }

    private mutating func appendDamage(to fields: inout FieldWriter) {
        let bytes = ProductDefect.damagedBytes[random.next(below: ProductDefect.damagedBytes.count)]
        for byte in bytes { fields.append(byte) }
    }

    /// Writes four to eleven words; one in eight needs quoting, some are empty.
    private mutating func writeDescription(
        to fields: inout FieldWriter, words: borrowing ProductWords
    ) {
        var bits = random.next()
        let style = Self.take(7, from: &bits)
        // 0: empty; 1: empty and quoted, which means the same here.
        guard style > 1 else { return fields.endField(isQuoted: style == 1) }
        fields.append(words.prose[Self.take(6, from: &bits)])
        if style < 16 { appendPunctuation(style, to: &fields) }
        for _ in 0..<3 + Self.take(3, from: &bits) {
            if bits < 64 { bits = random.next() }
            fields.append(UInt8(ascii: " "))
            fields.append(words.prose[Self.take(6, from: &bits)])
        }
        fields.endField(isQuoted: style < 16)
    }

    private func appendPunctuation(_ style: Int, to fields: inout FieldWriter) {
        switch style {
        case 2: fields.append("\n")
        case 3: fields.append("\r\n")
        case 4, 5: fields.append(" 15\"")
        default: fields.append(",")
        }
    }

    /// Removes the lowest bits and returns them.
    @inline(__always)
    private static func take(_ count: Int, from bits: inout UInt64) -> Int {
        defer { bits >>= UInt64(count) }
        return Int(bits & (1 << UInt64(count) - 1))
    }
}

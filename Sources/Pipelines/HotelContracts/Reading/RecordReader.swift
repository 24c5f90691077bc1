import SQLiteStore

/// A reader of one section's records, which packs them into rows of its table.
final class RecordReader: Sendable {
    let section: Section
    /// The table's number.
    let table: Int
    let columnCount: Int
    private let types: [FieldType]
    private let isRequired: [Bool]

    private init(_ section: Section, table: Int) {
        self.section = section
        self.table = table
        columnCount = section.columns.count
        types = section.fields.map(\.type)
        isRequired = section.fields.map(\.isRequired)
    }

    /// One reader per section, in the order of the tables.
    static let all = Section.all.enumerated().map { RecordReader($1, table: $0) }

    /// Whether it reads the records of unknown sections.
    var isOther: Bool { table == Section.known.count }

    private static let byCode = Dictionary(
        uniqueKeysWithValues: all.compactMap { reader in
            SectionCode(reader.section.code.utf8).map { ($0, reader) }
        })

    /// The reader of records that are kept unchanged.
    static var other: RecordReader { all[Section.known.count] }

    /// Returns the reader for a section, known or not.
    static func of(_ code: SectionCode) -> RecordReader { byCode[code] ?? other }

    /// Checks and packs the fields of a record.
    ///
    /// - Parameter found: Records the fields, for code that needs some of them separately.
    /// - Returns: The start of the tuples; `end` if there are none.
    func read(
        _ record: Bytes, end: Bytes, into row: inout RowPacker,
        noting found: borrowing FoundFields
    ) throws(RecordRejection) -> Bytes {
        var text = record
        var hasMore = true
        for index in 0..<types.count {
            let start = text
            if hasMore, section.tuples != nil, isOpening(text, end: end) { hasMore = false }
            if hasMore { passField(&text, end: end, isRest: isRest(index)) }
            let field = UnsafeRawBufferPointer(start: start, count: text - start)
            guard pack(field, at: index, into: &row, noting: found) else {
                throw .value(column: section.fields[index].name)
            }
            if hasMore, text < end { text += 1 } else { hasMore = false }
        }
        guard section.tuples != nil else { return end }
        // Undocumented fields may come before the tuples.
        while hasMore, text < end, !isOpening(text, end: end) {
            passField(&text, end: end, isRest: false)
            if text < end { text += 1 }
        }
        return text
    }

    @inline(__always)
    private func isOpening(_ text: Bytes, end: Bytes) -> Bool {
        text < end && text.pointee == UInt8(ascii: "(")
    }

    private func isRest(_ index: Int) -> Bool {
        section.lastFieldTakesRest && index == types.count - 1
    }

    @inline(__always)
    private func passField(_ text: inout Bytes, end: Bytes, isRest: Bool) {
        if isRest { return text = end }
        while text < end, text.pointee != UInt8(ascii: ":") { text += 1 }
    }

    /// Packs a field; returns `false` if it isn't valid.
    @inline(__always)
    private func pack(
        _ field: UnsafeRawBufferPointer, at index: Int, into row: inout RowPacker,
        noting found: borrowing FoundFields
    ) -> Bool {
        let type = types[index]
        if type == .text {
            found.texts[index] = field
            if field.isEmpty { row.null() } else { row.text(field) }
            return !field.isEmpty || !isRequired[index]
        }
        guard let start = field.baseAddress else { return false }
        var text = start.assumingMemoryBound(to: UInt8.self)
        let end = text + field.count
        guard let number = FieldText.number(type, from: &text, end: end), text == end else {
            return false
        }
        found.numbers[index] = number
        if number == FieldText.absent {
            row.null()
            return !isRequired[index]
        }
        if type == .decimal { row.decimal(number) } else { row.integer(number) }
        return true
    }
}

/// The fields of the record that was read last, by their index.
struct FoundFields: ~Copyable {
    /// Numbers, dates, thousandths and flags.
    let numbers: UnsafeMutablePointer<Int64>
    /// Texts, in the record's bytes.
    let texts: UnsafeMutablePointer<UnsafeRawBufferPointer>

    init() {
        let count = Section.all.map(\.fields.count).max() ?? 0
        numbers = .allocate(capacity: count)
        texts = .allocate(capacity: count)
    }

    deinit {
        numbers.deallocate()
        texts.deallocate()
    }
}

import MemoryBudget

/// A writer of records and, from the same values, of the hashes of the expected rows.
///
/// Begin a record with its layout, then write its fields in order; fields that aren't written are
/// absent. A defect given at the beginning is applied on the way, and the row isn't counted. Rows
/// are hashed from the values, not from the text.
struct RecordWriter: ~Copyable {
    /// More bytes than any record takes without its tuples.
    static let roomBytes = 4_096

    /// The current file.
    var output = FileText()
    /// The expected result of the records of all files so far.
    var tally = RecordTally()
    /// The quirks of the current file.
    var quirks: FileQuirks = []
    /// The key of the last good header; `nil` if there is none.
    var key: ContractKey?

    private var layout = RecordLayout.contract
    private var row = RowHash()
    private var defect: RecordDefect?
    private var index = 0

    /// Whether the current record becomes a row.
    var isGood: Bool { defect == nil && (key != nil || !layout.isBelowContract) }

    /// Begins a record.
    mutating func begin(_ layout: RecordLayout, defect: RecordDefect?) {
        output.reserve(Self.roomBytes)
        self.layout = layout
        self.defect = defect
        index = 0
        row = layout.rowStart
        guard layout.isBelowContract else { return }
        row.addField(integer: key?.office ?? 0)
        row.addField(integer: key?.contract ?? 0)
    }

    /// Writes a record of an unknown section, which is kept unchanged.
    mutating func writeOther(
        _ text: String, section: String, in layout: RecordLayout = .other, defect: RecordDefect?
    ) {
        begin(layout, defect: defect)
        if !layout.isBelowContract {
            row.addNull()
            row.addNull()
        }
        row.addField(section)
        self.text { $0.append(rare: text.utf8) }
        end()
    }

    /// Ends a record without tuples.
    mutating func end() {
        finishFields()
        settle()
    }

    // MARK: Fields

    /// Writes the next field, a word.
    @inline(__always)
    mutating func text(_ word: Word) {
        guard openField(.text) else { return }
        let start = output.count
        output.append(word)
        row.addField(output.bytes(from: start))
    }

    /// Writes the next field, a text composed by `write`.
    mutating func text(_ write: (inout FileText) -> Void) {
        guard openField(.text) else { return }
        let start = output.count
        write(&output)
        row.addField(output.bytes(from: start))
    }

    /// Writes the next field, an integer.
    mutating func integer(_ value: Int) {
        guard openField(.integer) else { return }
        if quirks.contains(.looseNumbers) { output.append(looseSignOf: value) }
        output.append(decimal: value)
        row.addField(integer: value)
    }

    /// Writes the next field, a day of the calendar.
    mutating func date(_ day: Int) {
        guard openField(.date) else { return }
        let number = ContractCalendar.shared.number(of: day)
        output.append(decimal: number, digits: 8)
        row.addField(integer: number)
    }

    /// Writes the next field, a decimal number.
    mutating func decimal(thousandths value: Int) {
        guard openField(.decimal) else { return }
        output.append(thousandths: value, isLoose: quirks.contains(.looseNumbers))
        row.addField(thousandths: value)
    }

    /// Writes the next field, a flag.
    @inline(__always)
    mutating func flag(_ value: Bool) {
        guard openField(.flag) else { return }
        output.append(value ? UInt8(ascii: "Y") : UInt8(ascii: "N"))
        row.addField(integer: value ? 1 : 0)
    }

    /// Leaves the next fields empty.
    mutating func empty(_ count: Int = 1) {
        for _ in 0..<count where openField(nil) { row.addNull() }
    }

    /// Writes the separator before a field; returns false if the record's defect omits the field.
    @inline(__always)
    private mutating func openField(_ type: RecordLayout.FieldType?) -> Bool {
        assert(index < layout.fields.count, "\(layout.section) has no field \(index)")
        assert(type == nil || type == layout.fields[index].type, "\(layout.section) \(index)")
        defer { index += 1 }
        if defect != nil && isReplaced() { return false }
        if index > 0 { output.append(UInt8(ascii: ":")) }
        return true
    }

    private mutating func isReplaced() -> Bool {
        switch defect {
        case .cut(let field): return index >= field
        case .replaced(let field, let bytes) where field == index:
            if index > 0 { output.append(UInt8(ascii: ":")) }
            output.append(rare: bytes)
            return true
        default: return false
        }
    }

    // MARK: Ends of records

    private mutating func finishFields() {
        for _ in index..<max(index, layout.fields.count) { row.addNull() }
        switch defect {
        case .cut: return
        case .replaced(let field, _): pad(to: field + 1)
        case .tooLong:
            pad(to: layout.fields.count)
            output.append(UInt8(ascii: ":"))
            output.append(UInt8(ascii: "x"), count: RecordDefect.excessBytes)
        default: break
        }
        guard quirks.contains(.extraFields), layout.mayGrow else { return }
        pad(to: layout.fields.count)
        output.append(":NEW:7:")
    }

    /// Writes absent fields as empty ones, which doesn't change the row.
    private mutating func pad(to count: Int) {
        while index < count { _ = openField(nil) }
    }

    private mutating func settle() {
        endLine()
        if isGood { tally.rows.add(row) } else { tally.failed += 1 }
    }

    mutating func endLine() {
        if quirks.contains(.carriageReturns) { output.append(UInt8(ascii: "\r")) }
        output.append(UInt8(ascii: "\n"))
    }

    /// Ends the fields; the caller appends good tuples to `output` next.
    mutating func beginTuples() {
        finishFields()
        output.append(UInt8(ascii: ":"))
    }

    /// Ends an inventory record.
    mutating func endTuples(days: Int, allotment: Int) {
        row.addField(integer: days)
        row.addField(integer: allotment)
        settle()
    }

    /// Ends a cost record.
    mutating func endTuples(days: Int, prices: PriceSummary) {
        row.addField(integer: days)
        row.addFields(of: prices)
        settle()
    }

    /// Ends a record with a defect in its tuples, after writing simple tuples for `days` days.
    mutating func endBadTuples(days: Int, random: inout RowRandom) {
        guard let tuple = layout.tuple else { return }
        beginTuples()
        var wrong = TupleDefect?.none
        if case .tuples(let defect) = defect { wrong = defect }
        let count = wrong?.tupleCount(days: days) ?? days
        let wrongDay = random.next(below: days)
        for day in 0..<count {
            if day == wrongDay, let bytes = wrong?.bytes(in: tuple, random: &random) {
                output.append(rare: bytes)
            } else {
                output.append(rare: tuple.plain.utf8)
            }
        }
        settle()
    }

    /// Begins a file.
    mutating func beginFile(quirks: FileQuirks) {
        output.clear()
        self.quirks = quirks
        key = nil
    }

    /// Ends the file; its text is `output`.
    mutating func endFile() {
        guard quirks.contains(.noFinalLineEnd), output.count > 0 else { return }
        output.removeLast(quirks.contains(.carriageReturns) ? 2 : 1)
    }

    /// Begins a section.
    mutating func open(_ section: String) {
        if quirks.contains(.blankLines) { writeLine("") }
        writeLine("{\(section)}")
        if quirks.contains(.blankLines) { writeLine("") }
    }

    /// Ends a section, with a defective mark if `defect` is given.
    mutating func close(_ section: String, defect: MarkDefect?) {
        let mark = "{/\(section)}"
        switch defect {
        case nil: writeLine(mark)
        case .unclosed: tally.failed += 1
        case .closedTwice:
            writeLine(mark)
            writeBadMark(mark)
        case .closedByOther:
            writeBadMark("{/ZZZZ}")
            writeLine(mark)
        case .strayRecord:
            writeLine(mark)
            writeStrayRecord()
        case .unopened:
            writeLine(mark)
            writeStrayRecord()
            writeBadMark("{/CNTA}")
        }
    }

    /// Writes a record outside any section.
    mutating func writeStrayRecord() {
        writeLine("BAR:Best available rate")
        tally.failed += 1
    }

    private mutating func writeBadMark(_ mark: String) {
        writeLine(mark)
        tally.failed += 1
    }

    /// Writes a line that is not a record of a table. A blank line doesn't even get a CR.
    private mutating func writeLine(_ text: String) {
        output.append(rare: text.utf8)
        if text.isEmpty { output.append(rare: "\n".utf8) } else { endLine() }
    }
}

// MARK: Daily tuples

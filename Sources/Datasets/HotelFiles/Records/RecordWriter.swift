import MemoryBudget

/// Writes records and, from the same values, the hashes of the rows that they must become.
///
/// A record is begun with its layout, then its fields are given in order, typed; fields that are not
/// given are absent. The defect that it is begun with takes effect on the way, and its row then does
/// not count. The row is hashed from the values, not from the text.
struct RecordWriter: ~Copyable {
    /// More than any record takes without its tuples.
    static let roomBytes = 4_096

    /// The file so far.
    var output = FileText()
    /// What the records of all files so far must become.
    var tally = RecordTally()
    /// What is unusual about the file.
    var quirks: FileQuirks = []
    /// Of the good header above; nil if there is none.
    var key: ContractKey?

    private var layout = RecordLayout.contract
    private var row = RowHash()
    private var defect: RecordDefect?
    private var index = 0

    /// Whether the record that was begun becomes a row.
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

    /// Writes a record of an unknown section, which is kept as it is.
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

    /// Gives the next field: a word.
    @inline(__always)
    mutating func text(_ word: Word) {
        guard openField(.text) else { return }
        let start = output.count
        output.append(word)
        row.addField(output.bytes(from: start))
    }

    /// Gives the next field: a text made of parts.
    mutating func text(_ write: (inout FileText) -> Void) {
        guard openField(.text) else { return }
        let start = output.count
        write(&output)
        row.addField(output.bytes(from: start))
    }

    /// Gives the next field: a whole number.
    mutating func integer(_ value: Int) {
        guard openField(.integer) else { return }
        if quirks.contains(.looseNumbers) { output.append(looseSignOf: value) }
        output.append(decimal: value)
        row.addField(integer: value)
    }

    /// Gives the next field: a day of the calendar.
    mutating func date(_ day: Int) {
        guard openField(.date) else { return }
        let number = ContractCalendar.shared.number(of: day)
        output.append(decimal: number, digits: 8)
        row.addField(integer: number)
    }

    /// Gives the next field: a decimal number.
    mutating func decimal(thousandths value: Int) {
        guard openField(.decimal) else { return }
        output.append(thousandths: value, isLoose: quirks.contains(.looseNumbers))
        row.addField(thousandths: value)
    }

    /// Gives the next field: yes or no.
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

    /// Writes what separates the field; false if it is not to be written, for the record's defect.
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

    // MARK: The end

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

    /// Makes absent fields empty ones; the row is the same.
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

    /// Ends the fields; good tuples are appended to `output` next.
    mutating func beginTuples() {
        finishFields()
        output.append(UInt8(ascii: ":"))
    }

    /// Ends a record of inventory.
    mutating func endTuples(days: Int, allotment: Int) {
        row.addField(integer: days)
        row.addField(integer: allotment)
        settle()
    }

    /// Ends a record of costs.
    mutating func endTuples(days: Int, prices: PriceSummary) {
        row.addField(integer: days)
        row.addFields(of: prices)
        settle()
    }

    /// Ends a record with a defect in its tuples: simple ones for so many days.
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

    /// Ends a section, badly if a defect is given.
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

    /// Writes a line that is no record of a table. A blank one has not even a CR.
    private mutating func writeLine(_ text: String) {
        output.append(rare: text.utf8)
        if text.isEmpty { output.append(rare: "\n".utf8) } else { endLine() }
    }
}

// MARK: Daily tuples

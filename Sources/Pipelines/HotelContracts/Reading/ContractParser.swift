import PipelineKit
import SQLiteStore

/// A parser of files into rows, one record at a time, in the same memory for files of any size.
///
/// Each thread has its own parser.
struct ContractParser<Keeper: DayKeeper & ~Copyable>: ~Copyable {
    private let rejected: RejectedUnits
    private let found = FoundFields()
    private var lines: LineReader
    private var tuples = TupleReader()
    private var sink: RowSink
    private var keeper: Keeper

    // The file that is being read.
    private var file = ContractFile(place: .path(SystemPath("")), name: "", isContract: true)
    private var section: OpenSection?
    private var contract: ContractHeader?

    private struct OpenSection {
        let code: SectionCode
        let reader: RecordReader
        /// The line on which the section begins.
        let line: Int
    }

    /// Creates a parser.
    ///
    /// - Parameters:
    ///   - sink: Takes the rows.
    ///   - keeper: Consumes the days of tuples.
    ///   - chunkByteCount: The bytes of a file read at once; the default is 64 KiB.
    init(
        sink: consuming RowSink, keeper: consuming Keeper, rejected: RejectedUnits,
        chunkByteCount: Int = 64 << 10
    ) {
        self.rejected = rejected
        self.sink = sink
        self.keeper = keeper
        lines = LineReader(chunkByteCount: chunkByteCount)
    }

    /// Reads a file; some of its records, or all of it, may be rejected.
    ///
    /// - Throws: ``WorkerError`` with code `io`; `CancellationError` if the writer has ended.
    mutating func parse(_ file: ContractFile) throws {
        self.file = file
        section = nil
        contract = nil
        lines.begin()
        let reader: ContractReader
        do throws(WorkerError) {
            reader = try file.open()
        } catch {
            return try rejectFile(error)
        }
        while let line = try nextLine(reader) { try take(line) }
        try endSection()
        if file.isContract { sink.endFile() }
    }

    /// Writes out the remaining rows after the last file.
    mutating func finish() throws {
        try keeper.finish(into: &sink)
        try sink.flush()
    }

    /// Returns the next line; `nil` at the end, and if the file can't be read any further.
    private mutating func nextLine(
        _ reader: borrowing ContractReader
    ) throws -> LineReader.Line? {
        do throws(WorkerError) {
            return try lines.next { memory throws(WorkerError) in try reader.read(into: memory) }
        } catch {
            section = nil
            try rejectFile(error)
            return nil
        }
    }

    private mutating func take(_ line: LineReader.Line) throws {
        if let mark = SectionMark(line.bytes) {
            try take(mark, on: line)
        } else if let section {
            if let rejection = try store(line, in: section) {
                try reject(line.number, as: rejection)
            }
        } else {
            try reject(line.number, as: line.isTooLong ? .tooLong : .outsideSection)
        }
    }

    private mutating func take(_ mark: SectionMark, on line: LineReader.Line) throws {
        if !mark.isClosing {
            try endSection()
            section = OpenSection(
                code: mark.code, reader: .of(mark.code), line: line.number)
        } else if section?.code == mark.code {
            section = nil
        } else {
            try reject(line.number, as: .markWithoutSection)
        }
    }

    /// Ends a section that wasn't closed.
    private mutating func endSection() throws {
        guard let open = section else { return }
        section = nil
        try reject(open.line, as: .sectionNotClosed)
    }

    /// Stores a record's row, or returns the reason to reject it.
    private mutating func store(
        _ line: LineReader.Line, in open: OpenSection
    ) throws -> RecordRejection? {
        let reader = open.reader
        let contract = contract
        if reader.section.scope == .header { self.contract = nil }
        guard !line.isTooLong else { return .tooLong }
        guard isValidUTF8(line.bytes) else { return .notUTF8 }
        let needsContract =
            reader.section.scope == .contract && (file.isContract || !reader.isOther)
        guard !needsContract || contract != nil else { return .withoutContract }
        var row = try sink.begin(
            table: reader.table, columnCount: reader.columnCount,
            textByteCount: line.count + SectionCode.byteCountMax)
        if reader.section.scope == .contract {
            (needsContract ? contract : nil).packKey(into: &row)
        }
        var tuplesStart = line.end
        do throws(RecordRejection) {
            if reader.isOther {
                open.code.withBytes { row.text($0) }
                row.text(line.bytes)
            } else {
                tuplesStart = try read(line, with: reader, into: &row)
            }
        } catch {
            return error
        }
        sink.end(row)
        if reader.section.scope == .header { self.contract = ContractHeader(found) }
        if reader.section.tuples != nil, let contract {
            let days = days(
                of: contract, section: reader.table,
                text: UnsafeRawBufferPointer(start: tuplesStart, count: line.end - tuplesStart))
            try keeper.keep(days, into: &sink)
        }
        return nil
    }

    /// Packs a record's fields and the sums of its tuples, and returns the start of the tuples.
    private mutating func read(
        _ line: LineReader.Line, with reader: RecordReader, into row: inout RowPacker
    ) throws(RecordRejection) -> Bytes {
        let tuplesStart = try reader.read(line.start, end: line.end, into: &row, noting: found)
        if reader.section.scope == .header { try checkNumber() }
        guard let layout = reader.section.tuples else { return tuplesStart }
        let period = try Period(
            from: found.numbers[Section.TupleFields.from],
            to: found.numbers[Section.TupleFields.to])
        try tuples.read(tuplesStart, end: line.end, layout: layout, period: period)
        row.integer(Int64(period.dayCount))
        switch layout.kind {
        case .inventory: row.integer(tuples.allotment)
        case .cost: tuples.prices.pack(into: &row)
        }
        return tuplesStart
    }

    /// Checks that the current header has a number, unless its contract is external.
    private func checkNumber() throws(RecordRejection) {
        guard found.numbers[Section.HeaderFields.contract] == FieldText.absent,
            found.numbers[Section.HeaderFields.isExternal] != 1
        else { return }
        throw .withoutNumber
    }

    private func days(
        of contract: ContractHeader, section: Int, text: UnsafeRawBufferPointer
    ) -> StayDays {
        StayDays(
            key: AvailabilityKey(
                hotel: contract.hotel, room: found.texts[Section.TupleFields.room],
                characteristic: found.texts[Section.TupleFields.characteristic]),
            section: section, months: tuples.months,
            from: found.numbers[Section.TupleFields.from],
            to: found.numbers[Section.TupleFields.to], tuples: text)
    }

    private func reject(_ line: Int, as rejection: RecordRejection) throws(WorkerError) {
        try rejected.add(file: file.name, line: line, reason: rejection.description)
    }

    private func rejectFile(_ error: WorkerError) throws(WorkerError) {
        try rejected.add(file: file.name, line: 0, reason: error.reasonOfRejection)
    }
}

/// The fields of a contract's header that its records need.
private struct ContractHeader {
    let office: Int64
    /// The contract's number; absent for some external contracts.
    let number: Int64
    let hotel: Int64

    /// Takes the fields of the current header.
    init(_ found: borrowing FoundFields) {
        office = found.numbers[Section.HeaderFields.office]
        number = found.numbers[Section.HeaderFields.contract]
        hotel = found.numbers[Section.HeaderFields.hotel]
    }
}

extension ContractHeader? {
    /// Packs the key columns of a contract's row.
    fileprivate func packKey(into row: inout RowPacker) {
        if let self {
            row.integer(self.office)
            if self.number == FieldText.absent { row.null() } else { row.integer(self.number) }
        } else {
            row.null()
            row.null()
        }
    }
}

extension PriceTotals {
    /// Packs the columns lowest, highest and mean.
    fileprivate func pack(into row: inout RowPacker) {
        guard count > 0 else {
            for _ in 0..<3 { row.null() }
            return
        }
        row.decimal(lowest)
        row.decimal(highest)
        row.decimal(meanOfRecord)
    }
}

import PipelineKit
import SQLiteStore

/// Reads files into rows, one record at a time and whatever their size in the same memory; each thread
/// has its own.
struct ContractParser<Keeper: DayKeeper & ~Copyable>: ~Copyable {
    private let rejected: RejectedUnits
    private let found = FoundFields()
    private var lines: LineReader
    private var tuples = TupleReader()
    private var sink: RowSink
    private var keeper: Keeper

    // Of the file that is being read.
    private var file = ContractFile(place: .path(SystemPath("")), name: "", isContract: true)
    private var section: OpenSection?
    private var contract: ContractHeader?

    private struct OpenSection {
        let code: SectionCode
        let reader: RecordReader
        /// Where it begins.
        let line: Int
    }

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - sink: Where rows go.
    ///   - keeper: What becomes of the days of tuples.
    ///   - chunkByteCount: How much of a file is read at once; the default is 64 KiB.
    init(
        sink: consuming RowSink, keeper: consuming Keeper, rejected: RejectedUnits,
        chunkByteCount: Int = 64 << 10
    ) {
        self.rejected = rejected
        self.sink = sink
        self.keeper = keeper
        lines = LineReader(chunkByteCount: chunkByteCount)
    }

    /// Reads a file; records of it, or all of it, may be rejected.
    ///
    /// - Throws: ``WorkerError`` with code `io`, `CancellationError` if nobody writes any more.
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

    /// Hands over what is left once there are no more files.
    mutating func finish() throws {
        try keeper.finish(into: &sink)
        try sink.flush()
    }

    /// The next line; nil at the end, and where the file can't be read on.
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

    /// Ends a section that nothing closed.
    private mutating func endSection() throws {
        guard let open = section else { return }
        section = nil
        try reject(open.line, as: .sectionNotClosed)
    }

    /// Puts a record's row; returns why it is rejected, or nil.
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

    /// Packs a record's fields and what its tuples come to; returns where the tuples begin.
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

    /// Checks that the header that was read has a number, unless its contract is external.
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

/// What the header of a contract says about the records below it.
private struct ContractHeader {
    let office: Int64
    /// Absent for some external contracts.
    let number: Int64
    let hotel: Int64

    /// Takes the fields of the header that was read last.
    init(_ found: borrowing FoundFields) {
        office = found.numbers[Section.HeaderFields.office]
        number = found.numbers[Section.HeaderFields.contract]
        hotel = found.numbers[Section.HeaderFields.hotel]
    }
}

extension ContractHeader? {
    /// Packs the columns that a row of a contract begins with.
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

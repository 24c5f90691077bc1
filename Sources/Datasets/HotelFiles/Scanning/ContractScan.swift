import MemoryBudget

/// A simple parser of contract files that computes the correct result, as a check of the
/// pipelines' fast parsers.
struct ContractScan {
    private(set) var rows = RowDigest()
    /// The number of records, marks and files that must be rejected.
    private(set) var failed = 0
    /// The number of contracts read.
    private(set) var contracts = 0
    private(set) var bytes = 0
    private var months = ScannedMonths()
    private var lines = LineSplitter()

    // State of the current file.
    private var isContract = true
    private var section: ArraySlice<UInt8>?
    private var contract: Contract?

    /// The part of a contract's header that its records need.
    fileprivate struct Contract {
        let office: Int64
        let number: Int64?
        let hotel: Int64
    }

    /// Begins a file.
    mutating func begin(isContract: Bool) {
        self.isContract = isContract
        (section, contract) = (nil, nil)
        lines.begin()
    }

    /// Reads a part of the file.
    mutating func take(_ chunk: UnsafeRawBufferPointer) {
        bytes += chunk.count
        var lines = lines
        self.lines = LineSplitter()
        lines.take(chunk) { take($0) }
        self.lines = lines
    }

    /// Ends the file.
    mutating func end() {
        var lines = lines
        lines.end { take($0) }
        if section != nil { failed += 1 }
        if isContract { contracts += 1 }
    }

    /// Counts a file that can't be read as rejected.
    mutating func rejectFile() {
        failed += 1
    }

    /// Returns the digest and number of all rows.
    func expected() -> ExpectedOutcome {
        var all = rows
        all.merge(months.digest())
        return ExpectedOutcome(rows: all.count, rowsFailed: failed, digest: all.hexadecimal)
    }

    private mutating func take(_ line: ArraySlice<UInt8>?) {
        if let line, let mark = ScannedMark(line) {
            take(mark: mark.name, isClosing: mark.isClosing)
        } else if section == nil {
            failed += 1
        } else {
            do throws(ScannedField.Wrong) {
                try take(record: line)
            } catch {
                failed += 1
            }
        }
    }

    private mutating func take(mark name: ArraySlice<UInt8>, isClosing: Bool) {
        if !isClosing {
            if section != nil { failed += 1 }
            section = ArraySlice(Array(name))
        } else if section == name {
            section = nil
        } else {
            failed += 1
        }
    }
}

extension ContractScan {
    private static let layouts: [[UInt8]: RecordLayout] = {
        let all: [RecordLayout] = [
            .hotel, .board, .destination, .category, .contract, .room, .inventory, .cost,
            .externalInventory, .externalCost, .minMaxStay, .cancellationFee, .supplement,
            .boardSupplement, .combinableOffer, .rate, .checkInOut, .promotion, .free, .stopSale,
            .handlingFee, .nightHandling, .validMarket, .tax,
        ]
        return Dictionary(uniqueKeysWithValues: all.map { (Array($0.section.utf8), $0) })
    }()
    private static let headerSection = Array("CCON".utf8)
    private static let officeField = 2

    private mutating func take(record: ArraySlice<UInt8>?) throws(ScannedField.Wrong) {
        let (name, above) = (Array(section ?? []), contract)
        let isHeader = name == Self.headerSection
        if isHeader { contract = nil }
        guard let record, String(validating: record, as: UTF8.self) != nil else {
            throw ScannedField.Wrong()
        }
        guard let layout = Self.layouts[name] else { return try take(other: record, of: name) }
        guard !layout.isBelowContract || above != nil else { throw ScannedField.Wrong() }
        let kinds = ScannedKinds.all[layout.section]
        let (fields, tuples) = Self.split(record, for: layout, hasTuples: kinds != nil)
        var row = layout.rowStart
        if layout.isBelowContract, let above { above.add(to: &row) }
        try Self.add(fields, as: layout, isHeader: isHeader, to: &row)
        if let kinds {
            let days = try ScannedDays(tuples, from: fields[0], to: fields[1], kinds: kinds)
            days.add(to: &row, isPrice: kinds.arePrices)
            if let above {
                months.add(
                    days.months, hotel: above.hotel, room: fields[2], characteristic: fields[3])
            }
        }
        rows.add(row)
        if isHeader { contract = try Self.contract(fields) }
    }

    private mutating func take(
        other record: ArraySlice<UInt8>, of section: [UInt8]
    ) throws(ScannedField.Wrong) {
        guard !isContract || contract != nil else { throw ScannedField.Wrong() }
        var row = RecordLayout.other.rowStart
        if isContract, let contract {
            contract.add(to: &row)
        } else {
            row.addNull()
            row.addNull()
        }
        section.withUnsafeBytes { row.addField($0) }
        record.withUnsafeBytes { row.addField($0) }
        rows.add(row)
    }

    private static func split(
        _ record: ArraySlice<UInt8>, for layout: RecordLayout, hasTuples: Bool
    ) -> (fields: [ArraySlice<UInt8>], tuples: ArraySlice<UInt8>) {
        let isHotel = layout.section == RecordLayout.hotel.section
        let fields = record.split(
            separator: UInt8(ascii: ":"), maxSplits: isHotel ? layout.fields.count - 1 : Int.max,
            omittingEmptySubsequences: false)
        let first = hasTuples ? fields.firstIndex { $0.first == UInt8(ascii: "(") } : nil
        guard let first else { return (fields, []) }
        return (Array(fields[..<first]), record[fields[first].startIndex...])
    }

    private static func add(
        _ fields: [ArraySlice<UInt8>], as layout: RecordLayout, isHeader: Bool,
        to row: inout RowHash
    ) throws(ScannedField.Wrong) {
        let isExternal = isHeader && fields[0].elementsEqual("Y".utf8)
        for (index, field) in layout.fields.enumerated() {
            let text = index < fields.count ? fields[index] : []
            let mayBeEmpty =
                !field.isRequired || isExternal && index == RecordLayout.numberField
            guard !text.isEmpty || mayBeEmpty else { throw ScannedField.Wrong() }
            try ScannedField.add(text, as: field.type, to: &row)
        }
    }

    private static func contract(
        _ fields: [ArraySlice<UInt8>]
    ) throws(ScannedField.Wrong) -> Contract {
        let number = fields[RecordLayout.numberField]
        return Contract(
            office: try ScannedField.integer(fields[officeField]),
            number: number.isEmpty ? nil : try ScannedField.integer(number),
            hotel: try ScannedField.integer(fields[RecordLayout.hotelField]))
    }
}

extension ContractScan.Contract {
    /// Adds the columns that the rows of a contract begin with.
    fileprivate func add(to row: inout RowHash) {
        row.addField(integer: office)
        if let number { row.addField(integer: number) } else { row.addNull() }
    }
}

import PipelineKit

/// A parser of a whole file into dictionaries of strings: the simple way.
///
/// It shares no parsing with ``ContractParser``, so that each checks the other. Text is split by
/// scalars, because to Swift CR LF is one character, and so is a colon with an accent.
struct TextParser {
    private let file: ContractFile
    private let rejected: RejectedUnits
    private var records: TextRecords = [:]
    private var section: (name: String, line: Int)?
    /// The key fields of the contract's records; `nil` without a valid header.
    private var contract: [String: String]?

    /// Returns a file's records without rejected ones; the whole file may be rejected.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    static func parse(_ file: ContractFile, rejected: RejectedUnits) throws -> TextRecords {
        var parser = TextParser(file: file, rejected: rejected)
        var bytes: [UInt8]
        do throws(WorkerError) {
            bytes = try file.open().readAll()
        } catch {
            try rejected.add(file: file.name, line: 0, reason: error.reasonOfRejection)
            return [:]
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let endsInReturn = index < lines.count - 1 && line.last == UInt8(ascii: "\r")
            let line = endsInReturn ? line.dropLast() : line
            if !line.isEmpty { try parser.take(line, at: index + 1) }
        }
        try parser.endSection()
        return parser.records
    }

    private init(file: ContractFile, rejected: RejectedUnits) {
        self.file = file
        self.rejected = rejected
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, at line: Int) throws {
        let text = bytes.count <= 1 << 20 ? String(validating: bytes, as: UTF8.self) : nil
        if let text, let name = sectionName(text) {
            return try mark(
                name, isClosing: text.utf8.dropFirst().first == UInt8(ascii: "/"), at: line)
        }
        if section?.name == "CCON" { contract = nil }
        let rejection = text.map { keep($0) } ?? "longer than 1 MiB, or not valid UTF-8"
        if let rejection { try rejected.add(file: file.name, line: line, reason: rejection) }
    }

    private mutating func mark(_ name: String, isClosing: Bool, at line: Int) throws {
        if !isClosing {
            try endSection()
            section = (name, line)
        } else if section?.name == name {
            section = nil
        } else {
            try rejected.add(file: file.name, line: line, reason: "an unmatched closing mark")
        }
    }

    private mutating func endSection() throws {
        guard let open = section else { return }
        section = nil
        try rejected.add(file: file.name, line: open.line, reason: "the section is not closed")
    }

    /// Keeps a record, or returns the reason to reject it.
    private mutating func keep(_ text: String) -> String? {
        guard let name = section?.name else { return "outside any section" }
        guard let section = Section.known.first(where: { $0.code == name }) else {
            return keepUnknown(text, in: name)
        }
        guard section.scope != .contract || contract != nil else { return "no valid CCON above it" }
        var parts = fields(of: text, in: section)
        let tuplesStart = section.tuples.flatMap { _ in
            parts.firstIndex { $0.utf8.first == UInt8(ascii: "(") }
        }
        let tuples = parts[(tuplesStart ?? parts.count)...].joined(separator: ":")
        parts.removeSubrange((tuplesStart ?? parts.count)...)
        var record = TextRecord(fields: section.scope == .contract ? contract ?? [:] : [:])
        for (index, column) in section.fields.enumerated() {
            let field = index < parts.count ? parts[index] : ""
            guard field.isEmpty ? !column.isRequired : column.type.accepts(field) else {
                return "no valid \(column.name)"
            }
            if !field.isEmpty { record.fields[column.name] = field }
        }
        if let layout = section.tuples {
            if let rejection = record.addTuples(tuples, layout: layout) { return rejection }
        }
        if section.scope == .header {
            guard record.fields["contract"] != nil || record.fields["is_external"] == "Y" else {
                return "no contract number, and not an external contract"
            }
            contract = record.fields.filter { ["office", "contract", "hotel"].contains($0.key) }
        }
        records[section.table, default: []].append(record)
        return nil
    }

    private mutating func keepUnknown(_ text: String, in section: String) -> String? {
        guard !file.isContract || contract != nil else { return "no valid CCON above it" }
        var record = TextRecord(fields: file.isContract ? contract ?? [:] : [:])
        record.fields["section"] = section
        record.fields["record"] = text
        records[Section.other.table, default: []].append(record)
        return nil
    }

    private func fields(of text: String, in section: Section) -> [String] {
        let splitCount = section.lastFieldTakesRest ? section.fields.count - 1 : Int.max
        return text.unicodeScalars.split(
            separator: ":", maxSplits: splitCount, omittingEmptySubsequences: false
        ).map { String($0) }
    }
}

/// Returns the name in `{NAME}` or `{/NAME}`; `nil` if the text isn't a mark.
private func sectionName(_ text: String) -> String? {
    var name = text.utf8[...]
    guard name.popFirst() == UInt8(ascii: "{"), name.popLast() == UInt8(ascii: "}") else {
        return nil
    }
    if name.first == UInt8(ascii: "/") { name.removeFirst() }
    let isName = name.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    return isName && (4...5).contains(name.count) ? String(Substring(name)) : nil
}

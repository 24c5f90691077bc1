/// A file of `GENERAL`: one section, whose records are added as the tree grows.
///
/// The text after the last record is composed in advance, so that the file's size is always known.
final class GeneralFile {
    private let layout: RecordLayout
    private let damaged: Double
    private let quirks: FileQuirks
    private let output: OutputFile
    private var records = RecordWriter()
    private var tail: [UInt8] = []

    /// Creates the file; its defects and quirks are drawn from `random`.
    init(
        creating path: String, layout: RecordLayout, settings: ContractSettings,
        random: inout RowRandom
    ) throws {
        self.layout = layout
        damaged = settings.damaged
        quirks = .drawn(share: settings.quirks, from: &random)
        output = try OutputFile(creating: path, bufferBytes: 1 << 16)
        records.beginFile(quirks: quirks)
        records.open(layout.section)
        try output.append(records.output.bytes())
        tail = makeTail(&random)
    }

    /// The expected result of all its records so far.
    var tally: RecordTally { records.tally }

    /// The size, including the text that will follow the last record.
    var byteCount: Int { output.byteCount + tail.count }

    /// Adds a record, whose fields `write` writes.
    func add(
        drawnFrom random: inout RowRandom,
        write: (inout RecordWriter, inout RowRandom) -> Void
    ) throws {
        let isBad = random.nextShare() < damaged
        records.beginFile(quirks: quirks)
        records.begin(layout, defect: isBad ? .drawn(for: layout, from: &random) : nil)
        write(&records, &random)
        records.end()
        try output.append(records.output.bytes())
    }

    /// Writes the text after the last record.
    func finish() throws {
        try tail.withUnsafeBytes { try output.append($0) }
        try output.finish()
    }

    private func makeTail(_ random: inout RowRandom) -> [UInt8] {
        let isBad = random.nextShare() < damaged
        records.beginFile(quirks: quirks)
        records.close(
            layout.section, defect: isBad ? random.choice(of: MarkDefect.allCases) : nil)
        if quirks.contains(.unknownSections) {
            records.open("GXTRA")
            records.writeOther("new:(thing)", section: "GXTRA", in: .otherInGeneral, defect: nil)
            records.close("GXTRA", defect: nil)
        }
        records.endFile()
        return Array(records.output.bytes())
    }
}

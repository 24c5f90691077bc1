import MemoryBudget

extension RecordWriter {
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

    /// Ends a section, badly if a fault is given.
    mutating func close(_ section: String, fault: MarkFault?) {
        let mark = "{/\(section)}"
        switch fault {
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

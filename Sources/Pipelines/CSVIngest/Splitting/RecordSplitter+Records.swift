/// Where records begin and end.
extension RecordSplitter {
    /// Ends the record before a line end; nil for a blank line, which is none.
    mutating func finishRecord(at separator: Int) -> CSVRecord? {
        let isBlank = separator == recordStart
        let record = isBlank ? nil : makeRecord(upTo: separator)
        let byte = bytes[separator]
        // Of CR LF, the CR ended the record and its line; the LF then looks like a blank line.
        let isSecondOfPair = isBlank && byte == .lineFeed && endedWithCarriageReturn
        if !isSecondOfPair { line &+= 1 }
        endedWithCarriageReturn = byte == .carriageReturn
        beginRecord(at: separator &+ 1)
        return record
    }

    /// Asks for more input, or, when there is none, hands out the record that no line end closes.
    mutating func needInput() -> CSVRecord? {
        isDrained = true
        guard isStartChecked, isFinished, recordStart < end else { return nil }
        defer { beginRecord(at: end) }
        switch state {
        case .quoted, .quoteInQuoted:
            state = .unquoted
            return makeRecord(upTo: end, flaw: .unterminatedQuote)
        case .afterQuote:
            state = .unquoted
            keepQuotedField(upTo: end)
        case .unquoted:
            keepField(fieldStart..<end)
        }
        return makeRecord(upTo: end)
    }

    /// Skips a byte order mark; false if too little has come to tell.
    mutating func skipByteOrderMark() -> Bool {
        let mark: (UInt8, UInt8, UInt8) = (0xEF, 0xBB, 0xBF)
        let isMark = end >= 3 && bytes[0] == mark.0 && bytes[1] == mark.1 && bytes[2] == mark.2
        let mayBecomeMark =
            end == 0 || (end < 3 && bytes[0] == mark.0 && (end == 1 || bytes[1] == mark.1))
        guard isFinished || isMark || !mayBecomeMark else { return false }
        isStartChecked = true
        if isMark { beginRecord(at: 3) }
        indexedEnd = recordStart
        return true
    }

    private mutating func beginRecord(at start: Int) {
        recordStart = start
        fieldStart = start
        fieldCount = 0
        recordLine = line
        isDropped = false
    }

    private func makeRecord(upTo separator: Int, flaw: CSVRecord.Flaw? = nil) -> CSVRecord {
        var flaw = flaw
        if isDropped || separator - recordStart > Self.recordByteCountMax {
            flaw = .tooLong
        } else if fieldCount > Self.keptFieldCountMax {
            flaw = flaw ?? .tooManyFields
        }
        return CSVRecord(
            line: recordLine, fieldCount: fieldCount, flaw: flaw, base: bytes + recordStart,
            byteCount: separator - recordStart, bounds: bounds)
    }
}

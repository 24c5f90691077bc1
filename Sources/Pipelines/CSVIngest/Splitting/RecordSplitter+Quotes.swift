/// Quoted fields.
extension RecordSplitter {
    /// Enters the quoted field whose first quote was just passed.
    mutating func beginQuotes() {
        state = .quoted
        doubledQuoteOffset = nil
        openQuoteLine = line
    }

    /// Keeps the line of the quotes that have just ended, or never will, if they have the most lines of
    /// the record's.
    mutating func noteQuotedLines() {
        guard line - openQuoteLine >= quoteLineCount else { return }
        quoteLineCount = line - openQuoteLine
        quoteLine = openQuoteLine
    }

    /// Passes quoted text up to the next quote; false if the data ends first.
    ///
    /// Separators are text here, but those that end lines are counted.
    mutating func scanQuoted() -> Bool {
        while let mark = nextMark() {
            switch bytes[mark] {
            case .comma: break
            case .quote:
                position = mark + 1
                state = .quoteInQuoted
                return true
            case .lineFeed where bytes[mark - 1] == .carriageReturn: break
            default: line += 1
            }
        }
        return false
    }

    /// Decides whether the quote before `position` was the first of two or the closing one; false
    /// if the data ends there and may go on.
    mutating func judgeQuote() -> Bool {
        guard position < end || isFinished else { return false }
        if position < end, bytes[position] == .quote, nextMark() != nil {
            doubledQuoteOffset = doubledQuoteOffset ?? position - 1 - fieldStart
            state = .quoted
        } else {
            state = .afterQuote
        }
        return true
    }

    /// The separator that ends a field whose quotes are closed: quotes before it are literal.
    mutating func nextSeparator() -> Int? {
        while let mark = nextMark() {
            if bytes[mark] != .quote { return mark }
        }
        return nil
    }

    /// Adds the quoted field that ends before `separator`, decoded where it lies.
    mutating func keepQuotedField(upTo separator: Int) {
        defer { fieldStart = separator + 1 }
        noteQuotedLines()
        guard !isDropped, fieldCount < Self.keptFieldCountMax else {
            fieldCount += 1
            return
        }
        let isPlain = doubledQuoteOffset == nil && position == separator
        let decodedEnd = isPlain ? separator - 1 : decode(fieldStart..<separator)
        keepField(fieldStart + 1..<decodedEnd)
    }

    /// Adds a field that needs no decoding.
    mutating func keepField(_ range: Range<Int>) {
        if fieldCount < Self.keptFieldCountMax {
            bounds[fieldCount] = FieldBounds(
                start: UInt32(truncatingIfNeeded: range.lowerBound - recordStart),
                end: UInt32(truncatingIfNeeded: range.upperBound - recordStart))
        }
        fieldCount += 1
    }

    /// Moves the text of a quoted field together, from behind its opening quote; returns its end.
    ///
    /// What is left over behind it becomes NUL, so that no half of a UTF-8 sequence stays there.
    private func decode(_ raw: Range<Int>) -> Int {
        // Up to the first doubled quote, or else the closing one, everything is where it belongs.
        var source = doubledQuoteOffset.map { raw.lowerBound + $0 } ?? position - 1
        var target = source
        var isInside = true
        while source < raw.upperBound {
            let byte = bytes[source]
            source += 1
            if isInside && byte == .quote {
                isInside = source < raw.upperBound && bytes[source] == .quote
                guard isInside else { continue }
                source += 1
            }
            bytes[target] = byte
            target += 1
        }
        for index in target..<raw.upperBound { bytes[index] = 0 }
        return target
    }
}

// Quoted fields.
extension RecordSplitter {
    /// Starts a quoted field, whose opening quote was just passed.
    mutating func beginQuotes() {
        state = .quoted
        doubledQuoteOffset = nil
        openQuoteLine = line
    }

    /// Records the line on which the last quoted field started, if no other field of the record has
    /// more lines. The field has ended, or the text ended within it.
    mutating func noteQuotedLines() {
        guard line - openQuoteLine >= quoteLineCount else { return }
        quoteLineCount = line - openQuoteLine
        quoteLine = openQuoteLine
    }

    /// Passes quoted text up to the next quote; returns `false` if the data ends first.
    ///
    /// Separators are text here, but line ends are counted.
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

    /// Decides whether the quote before `position` was doubled or closes the field.
    ///
    /// - Returns: `false` if the data ends there and may continue.
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

    /// Returns the separator that ends a field after its closing quote; quotes before it are
    /// literal.
    mutating func nextSeparator() -> Int? {
        while let mark = nextMark() {
            if bytes[mark] != .quote { return mark }
        }
        return nil
    }

    /// Adds the quoted field that ends before `separator`, decoded in place.
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

    /// Decodes a quoted field in place, from after its opening quote, and returns the end of the
    /// text.
    ///
    /// The bytes left over become NUL, so that no half of a UTF-8 sequence remains there.
    private func decode(_ raw: Range<Int>) -> Int {
        // Everything before the first doubled quote, or else the closing one, is already in place.
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

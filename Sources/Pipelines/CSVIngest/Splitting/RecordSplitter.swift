import CScan

/// Splits CSV into records, chunk by chunk: memory for one chunk, whatever the size of the whole.
///
///     while try splitter.fill({ try reader.read(into: $0) }) {
///         while let record = splitter.next() { … }
///     }
///
/// The grammar is RFC 4180 with the leniencies of Python's csv module: a quote inside an unquoted
/// field is literal, text after a closing quote is appended, and LF, CRLF and CR all end a record.
/// A byte order mark at the start and blank lines are skipped. A record may be 1 MiB long; the
/// buffer grows for it, and no further: a longer one is rejected and skipped.
///
/// The positions of all commas, quotes and line ends of a window of text are found 64 bytes at a
/// time. What they mean is then told from the positions alone: only a quote where a field starts
/// opens one, and between quotes the others are text.
package struct RecordSplitter: ~Copyable {
    /// The longest record in raw bytes, its line end not counted.
    package static let recordByteCountMax = 1 << 20
    /// The most fields whose bounds are kept; twice what SQLite's tables take.
    package static let keptFieldCountMax = 4096

    /// How much text is searched for marks at once: it stays in the first-level cache.
    private static let windowByteCount = 16 << 10

    enum State {
        /// At a record's or field's first byte, or within an unquoted field.
        case unquoted
        /// Within quotes.
        case quoted
        /// After a quote within quotes: the next byte says whether it was doubled.
        case quoteInQuoted
        /// After the closing quote: what is left up to the separator is literal.
        case afterQuote
    }

    // Memory: `capacity` bytes, of which those before `end` hold text, and a block of padding.
    var bytes: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var end = 0
    let bounds: UnsafeMutablePointer<FieldBounds>

    // The record being read.
    var recordStart = 0
    private var recordLine = 1
    /// The line on which the last quoted field began that was not a simple one.
    var openQuoteLine = 1
    /// The same of the field with the most lines.
    var quoteLine = 1
    var quoteLineCount = 0
    var fieldStart = 0
    var fieldCount = 0
    var isDropped = false

    var state = State.unquoted
    /// After a quote within quotes: the byte behind it.
    var position = 0
    /// Within and after quotes: where the field's first doubled quote is, from the field's start.
    var doubledQuoteOffset: Int?

    // The marks of the text before `indexedEnd`; those before `cursor` are passed.
    private let marks: UnsafeMutablePointer<UInt32>
    private var markCount = 0
    private var cursor = 0
    var indexedEnd = 0

    var line = 1
    private var endedWithCarriageReturn = false
    private var isStartChecked = false
    var isDrained = true
    var isFinished = false

    /// Makes a splitter.
    ///
    /// - Parameter chunkByteCount: How much text is held at once, 256 KiB unless said otherwise.
    package init(chunkByteCount: Int = 256 << 10) {
        capacity = max(chunkByteCount, 16)
        bytes = .allocate(capacity: capacity + Self.paddingByteCount)
        bounds = .allocate(capacity: Self.keptFieldCountMax + Self.windowByteCount)
        marks = .allocate(capacity: Self.windowByteCount + Self.paddingByteCount)
    }

    deinit {
        bytes.deallocate()
        bounds.deallocate()
        marks.deallocate()
    }

    /// The next record; nil when more input is needed, or after the last one.
    package mutating func next() -> CSVRecord? {
        guard isStartChecked || skipByteOrderMark() else { return needInput() }
        while true {
            switch state {
            case .unquoted:
                switch scanUnquoted() {
                case .recordEnd(let end):
                    if let record = finishRecord(at: end) { return record }
                case .quote: beginQuotes()
                case .dataEnd: return needInput()
                }
            case .quoted:
                guard scanQuoted() else { return needInput() }
            case .quoteInQuoted:
                guard judgeQuote() else { return needInput() }
            case .afterQuote:
                guard let separator = nextSeparator() else { return needInput() }
                keepQuotedField(upTo: separator)
                state = .unquoted
                if bytes[separator] != .comma, let record = finishRecord(at: separator) {
                    return record
                }
            }
        }
    }

    private enum Stop {
        case recordEnd(Int)
        case quote
        case dataEnd
    }

    /// Passes unquoted fields, and simple quoted ones, up to the end of the record, the start of
    /// another quoted field or the end of the data.
    ///
    /// The hot loop: it works on locals and pointers, with places counted from the record's start.
    @inline(__always)
    private mutating func scanUnquoted() -> Stop {
        let bytes = UnsafePointer(self.bytes)
        let bounds = self.bounds
        let marks = UnsafePointer(self.marks)
        let recordStart = UInt32(truncatingIfNeeded: self.recordStart)
        var markCount = self.markCount
        var cursor = self.cursor
        var fieldStart = UInt32(truncatingIfNeeded: self.fieldStart) &- recordStart
        var keptCount = min(fieldCount, Self.keptFieldCountMax)
        var surplusCount = fieldCount &- keptCount
        defer {
            self.cursor = cursor
            self.fieldStart = self.recordStart &+ Int(fieldStart)
            fieldCount = keptCount &+ surplusCount
        }
        while true {
            let plainCount = Self.passPlainFields(
                marks + cursor, count: markCount &- cursor, in: bytes, from: &fieldStart,
                of: recordStart,
                into: bounds + keptCount)
            cursor &+= plainCount
            keptCount &+= plainCount
            if cursor == markCount {
                // Only here is it checked: there is room for a window's fields more than are kept.
                surplusCount &+= max(keptCount &- Self.keptFieldCountMax, 0)
                keptCount = min(keptCount, Self.keptFieldCountMax)
                cursor = 0
                guard indexWindow() else { return .dataEnd }
                markCount = self.markCount
                continue
            }
            var mark = marks[cursor]
            cursor &+= 1
            var field = FieldBounds(start: fieldStart, end: mark &- recordStart)
            if bytes[Int(mark)] == .quote {
                guard field.start == field.end else { continue }
                let count = Self.simpleFieldMarkCount(
                    marks + cursor, count: markCount &- cursor, in: bytes)
                if count == 0 { return .quote }
                cursor &+= count
                mark = marks[cursor &- 1]
                field = FieldBounds(start: fieldStart &+ 1, end: mark &- 1 &- recordStart)
            }
            bounds[keptCount] = field
            keptCount &+= 1
            fieldStart = mark &+ 1 &- recordStart
            if bytes[Int(mark)] != .comma { return .recordEnd(Int(mark)) }
        }
    }

    /// Adds the fields that end with commas, up to another mark; returns how many there are.
    @inline(__always)
    private static func passPlainFields(
        _ marks: UnsafePointer<UInt32>, count: Int, in bytes: UnsafePointer<UInt8>,
        from fieldStart: inout UInt32, of recordStart: UInt32,
        into bounds: UnsafeMutablePointer<FieldBounds>
    ) -> Int {
        var index = 0
        while index < count, bytes[Int(marks[index])] == .comma {
            let end = marks[index] &- recordStart
            bounds[index] = FieldBounds(start: fieldStart, end: end)
            fieldStart = end &+ 1
            index &+= 1
        }
        return index
    }

    /// How many marks belong to the rest of a quoted field, with the separator behind it, if it is a
    /// simple one: all in this window, no line ends, no quotes but the closing one. 0 if it isn't.
    @inline(__always)
    private static func simpleFieldMarkCount(
        _ marks: UnsafePointer<UInt32>, count: Int, in bytes: UnsafePointer<UInt8>
    ) -> Int {
        var index = 0
        while index &+ 1 < count {
            let mark = Int(marks[index])
            let next = Int(marks[index &+ 1])
            index &+= 1
            if bytes[mark] == .comma { continue }
            let isSimple =
                bytes[mark] == .quote && next == mark &+ 1 && bytes[next] != .quote
            return isSimple ? index &+ 1 : 0
        }
        return 0
    }
}

/// Where records begin and end.
extension RecordSplitter {
    /// Ends the record before a line end; nil for a blank line, which is none.
    private mutating func finishRecord(at separator: Int) -> CSVRecord? {
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
    private mutating func needInput() -> CSVRecord? {
        isDrained = true
        guard isStartChecked, isFinished, recordStart < end else { return nil }
        defer { beginRecord(at: end) }
        switch state {
        case .quoted, .quoteInQuoted:
            state = .unquoted
            noteQuotedLines()
            return makeRecord(upTo: end, rejection: .unterminatedQuote)
        case .afterQuote:
            state = .unquoted
            keepQuotedField(upTo: end)
        case .unquoted:
            keepField(fieldStart..<end)
        }
        return makeRecord(upTo: end)
    }

    /// Skips a byte order mark; false if too little has come to tell.
    private mutating func skipByteOrderMark() -> Bool {
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
        quoteLine = line
        quoteLineCount = 0
        isDropped = false
    }

    private func makeRecord(upTo separator: Int, rejection: CSVRecord.Rejection? = nil) -> CSVRecord
    {
        var rejection = rejection
        if isDropped || separator - recordStart > Self.recordByteCountMax {
            rejection = .tooLong
        } else if fieldCount > Self.keptFieldCountMax {
            rejection = rejection ?? .tooManyFields
        }
        return CSVRecord(
            line: recordLine, lastLine: line, quoteLine: quoteLine, fieldCount: fieldCount,
            rejection: rejection,
            base: bytes + recordStart,
            byteCount: separator - recordStart, bounds: bounds)
    }
}

/// Finding marks: the bytes that mean something.
extension RecordSplitter {
    private static let markBytes = cscan_set(
        first: .comma, second: .quote, third: .lineFeed, fourth: .carriageReturn)

    private static let level = cscan_level_max()

    /// What the search may read behind the text, and write behind the positions.
    static let paddingByteCount = Int(CSCAN_PADDING)

    /// Finds the marks of the next windows of text, up to one that has any; false at the end.
    @inline(never)
    private mutating func indexWindow() -> Bool {
        cursor = 0
        markCount = 0
        while markCount == 0 {
            guard indexedEnd < end else { return false }
            let windowEnd = min(indexedEnd + Self.windowByteCount, end)
            markCount = cscan_positions(
                Self.level, bytes, indexedEnd, windowEnd, Self.markBytes, marks)
            indexedEnd = windowEnd
        }
        return true
    }

    /// Passes the next mark; nil if the data ends first.
    mutating func nextMark() -> Int? {
        guard cursor < markCount || indexWindow() else { return nil }
        defer { cursor += 1 }
        return Int(marks[cursor])
    }
}

extension UInt8 {
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}

import CScan

/// A parser that splits CSV into records, chunk by chunk, in the memory of one chunk.
///
/// ```swift
/// import PipelineKit
///
/// let reader = try ChunkedFileReader(path: "products.csv")
/// var splitter = RecordSplitter()
/// while try splitter.fill({ try reader.read(into: $0) }) {
///     while let record = splitter.next() { print(record.line, record.strings) }
/// }
/// ```
///
/// The grammar is RFC 4180 with the leniencies of Python's csv module: a quote inside an unquoted
/// field is literal, text after a closing quote is appended, and LF, CRLF and CR all end a record.
/// A byte order mark at the start and blank lines are skipped. A record may be 1 MiB long; the
/// buffer grows up to that, and a longer record is rejected and skipped.
///
/// The positions of all commas, quotes and line ends in a window of text are found 64 bytes at a
/// time. Fields and records then follow from the positions alone: a quote opens a field only where
/// one starts, and the other marks are text inside quotes.
package struct RecordSplitter: ~Copyable {
    /// The maximum record, in raw bytes without its line end.
    package static let recordByteCountMax = 1 << 20
    /// The maximum number of fields whose bounds are kept; twice the maximum of SQLite's tables.
    package static let keptFieldCountMax = 4096

    /// The bytes of text searched for marks at once, which fit in the first-level cache.
    private static let windowByteCount = 16 << 10

    enum State {
        /// At the first byte of a record or field, or inside an unquoted field.
        case unquoted
        /// Inside quotes.
        case quoted
        /// After a quote inside quotes: the next byte decides whether the quote was doubled.
        case quoteInQuoted
        /// After the closing quote: the rest up to the separator is literal.
        case afterQuote
    }

    // `capacity` bytes of memory, with text before `end`, followed by a block of padding.
    var bytes: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var end = 0
    let bounds: UnsafeMutablePointer<FieldBounds>

    // The record being read.
    var recordStart = 0
    private var recordLine = 1
    /// The line on which the last quoted field that wasn't simple started.
    var openQuoteLine = 1
    /// The line on which the quoted field with the most lines started.
    var quoteLine = 1
    var quoteLineCount = 0
    var fieldStart = 0
    var fieldCount = 0
    var isDropped = false

    var state = State.unquoted
    /// The byte after the quote, in state `quoteInQuoted`.
    var position = 0
    /// The offset of the field's first doubled quote, from the field's start.
    var doubledQuoteOffset: Int?

    // The marks in the text before `indexedEnd`; those before `cursor` are done.
    private let marks: UnsafeMutablePointer<UInt32>
    private var markCount = 0
    private var cursor = 0
    var indexedEnd = 0

    var line = 1
    private var endedWithCarriageReturn = false
    private var isStartChecked = false
    var isDrained = true
    var isFinished = false

    /// Creates a splitter.
    ///
    /// - Parameter chunkByteCount: The bytes of text held at once. Default 256 KiB.
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

    /// Returns the next record; `nil` if more input is needed, or after the last record.
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

    /// Passes unquoted and simple quoted fields, up to the end of the record, the start of another
    /// quoted field, or the end of the data.
    ///
    /// This is the hot loop: it works on locals and pointers, with offsets from the record's start.
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
                // Checked only here, because there is room for the fields of one more window.
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

    /// Adds the fields that end with commas, up to another mark, and returns their number.
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

    /// Returns the number of marks in the rest of a simple quoted field, including its separator.
    ///
    /// Simple means: all in this window, without line ends or quotes but the closing one. Otherwise
    /// it returns 0.
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

// The start and end of records.
extension RecordSplitter {
    /// Ends the record before a line end; returns `nil` for a blank line, which isn't a record.
    private mutating func finishRecord(at separator: Int) -> CSVRecord? {
        let isBlank = separator == recordStart
        let record = isBlank ? nil : makeRecord(upTo: separator)
        let byte = bytes[separator]
        // Of CR LF, the CR ends the record and its line; the LF then looks like a blank line.
        let isSecondOfPair = isBlank && byte == .lineFeed && endedWithCarriageReturn
        if !isSecondOfPair { line &+= 1 }
        endedWithCarriageReturn = byte == .carriageReturn
        beginRecord(at: separator &+ 1)
        return record
    }

    /// Asks for more input; at the end of input, returns the last record if no line end closed it.
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

    /// Skips a byte order mark; returns `false` if more bytes are needed to recognize one.
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

// Finding marks: commas, quotes and line ends.
extension RecordSplitter {
    private static let markBytes = cscan_set(
        first: .comma, second: .quote, third: .lineFeed, fourth: .carriageReturn)

    private static let level = cscan_level_max()

    /// The bytes that the search may read after the text, and write after the positions.
    static let paddingByteCount = Int(CSCAN_PADDING)

    /// Finds the marks in the next windows of text, up to one with marks; returns `false` at the
    /// end.
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

    /// Passes and returns the next mark; `nil` if the data ends first.
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

/// A splitter of CSV into records, one byte at a time: a simple implementation of the rules,
/// separate from the fast parsers that are checked against it.
///
/// The rules are those of Python's csv module: a quote opens a quoted field only at the field's
/// start, text after a closing quote is appended unchanged, and LF, CRLF and CR end a record. Empty
/// lines are not records. Memory is bounded by `recordBytesMax`, whatever the file holds.
struct RecordMachine: ~Copyable {
    /// The maximum length of a good record, in raw bytes without its line end.
    static let recordBytesMax = 1 << 20

    private enum State {
        case recordStart, fieldStart, unquoted, quoted, quoteInQuoted
    }

    /// The bytes of the fields without quotes; truncated if the record is too long.
    private let decoded: UnsafeMutablePointer<UInt8>
    private var decodedCount = 0
    private var fieldEnds: [UInt32] = []
    private var rawCount = 0
    private var utf8 = UTF8Check()
    private var isUnterminated = false
    private var state = State.recordStart
    private var mustSkipLineFeed = false

    init() {
        decoded = .allocate(capacity: Self.recordBytesMax)
    }

    deinit {
        decoded.deallocate()
    }

    /// Reads the next byte; returns true if it ended a record, which is valid until the next call.
    ///
    /// Not inlined, because its state would spill in the caller's loop: that is a fifth slower.
    @inline(never)
    mutating func endsRecord(with byte: UInt8) -> Bool {
        if state == .recordStart {
            if byte == UInt8(ascii: "\n") && mustSkipLineFeed {
                mustSkipLineFeed = false
                return false
            }
            startRecord()
            if Self.isLineEnd(byte) {
                mustSkipLineFeed = byte == UInt8(ascii: "\r")
                return false
            }
            state = .fieldStart
        }
        return consume(byte)
    }

    /// Ends the file; returns true if that ended a record.
    mutating func endsRecordAtEndOfFile() -> Bool {
        guard state != .recordStart else { return false }
        isUnterminated = state == .quoted
        endField()
        state = .recordStart
        return true
    }

    /// The reason why the record that ended is unusable; `nil` if its fields can be examined.
    var defect: Defect? {
        if rawCount > Self.recordBytesMax { return .tooLong }
        if isUnterminated { return .unterminatedQuote }
        return utf8.isWhole ? nil : .invalidUTF8
    }

    enum Defect {
        case tooLong, unterminatedQuote, invalidUTF8
    }

    /// The number of fields of the record that ended.
    var fieldCount: Int { fieldEnds.count }

    /// Returns the decoded bytes of a field of the record that ended, if it is not too long.
    func field(_ index: Int) -> UnsafeRawBufferPointer {
        let start = index == 0 ? 0 : Int(fieldEnds[index - 1])
        return UnsafeRawBufferPointer(
            start: decoded + start, count: Int(fieldEnds[index]) - start)
    }

    @inline(__always)
    private mutating func consume(_ byte: UInt8) -> Bool {
        switch state {
        case .quoted:
            return consumeQuoted(byte)
        case .fieldStart where byte == UInt8(ascii: "\""):
            state = .quoted
        case .quoteInQuoted where byte == UInt8(ascii: "\""):
            append(byte)
            state = .quoted
        default:
            return consumeUnquoted(byte)
        }
        countRaw(byte)
        return false
    }

    @inline(__always)
    private mutating func consumeQuoted(_ byte: UInt8) -> Bool {
        countRaw(byte)
        if byte == UInt8(ascii: "\"") {
            state = .quoteInQuoted
        } else {
            append(byte)
        }
        return false
    }

    @inline(__always)
    private mutating func consumeUnquoted(_ byte: UInt8) -> Bool {
        if Self.isLineEnd(byte) {
            endField()
            state = .recordStart
            mustSkipLineFeed = byte == UInt8(ascii: "\r")
            return true
        }
        countRaw(byte)
        if byte == UInt8(ascii: ",") {
            endField()
            state = .fieldStart
        } else {
            append(byte)
            state = .unquoted
        }
        return false
    }

    @inline(__always)
    private mutating func countRaw(_ byte: UInt8) {
        rawCount += 1
        utf8.consume(byte)
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        guard rawCount <= Self.recordBytesMax, decodedCount < Self.recordBytesMax else { return }
        decoded[decodedCount] = byte
        decodedCount += 1
    }

    @inline(__always)
    private mutating func endField() {
        guard rawCount <= Self.recordBytesMax else { return }
        fieldEnds.append(UInt32(decodedCount))
    }

    private mutating func startRecord() {
        decodedCount = 0
        fieldEnds.removeAll(keepingCapacity: true)
        rawCount = 0
        utf8 = UTF8Check()
        isUnterminated = false
        mustSkipLineFeed = false
    }

    @inline(__always)
    private static func isLineEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}

import Glibc
import PipelineKit

/// A reader of a file's lines, one at a time, with one buffer for all chunks and files.
///
/// A line longer than the maximum record is skipped in constant memory, and marked as too long.
struct LineReader: ~Copyable {
    /// The maximum line that is returned, in bytes, without its end.
    static let lineByteCountMax = 1 << 20

    /// A line without its LF or CR LF; its bytes are valid until the next line is read.
    struct Line {
        /// The line number, from 1.
        let number: Int
        let isTooLong: Bool
        let start: Bytes
        let count: Int

        var end: Bytes { start + count }
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
    }

    /// The maximum bytes of an unfinished line: a byte order mark, the maximum line, its CR, and
    /// one byte that shows that it is longer.
    private static let pendingByteCountMax = lineByteCountMax + 5

    private let chunkByteCount: Int
    /// Room for the maximum line and a chunk; pages of it that are never written are never
    /// resident.
    private let memory: UnsafeMutablePointer<UInt8>
    private var lineStart = 0
    /// The position up to which the line's end was already searched.
    private var scanned = 0
    private var end = 0
    private var lineNumber = 0
    private var isSkipping = false
    private var isAtEnd = false

    init(chunkByteCount: Int = 64 << 10) {
        precondition(chunkByteCount > 0, "a chunk must not be empty")
        self.chunkByteCount = chunkByteCount
        memory = .allocate(capacity: Self.pendingByteCountMax + chunkByteCount)
    }

    deinit {
        memory.deallocate()
    }

    /// Starts a file.
    mutating func begin() {
        (lineStart, scanned, end, lineNumber) = (0, 0, 0, 0)
        (isSkipping, isAtEnd) = (false, false)
    }

    /// Returns the next non-empty line; `nil` at the end of the file. Empty lines are counted.
    ///
    /// - Parameter read: Fills the start of memory and returns the number of bytes; 0 is the end.
    mutating func next<Failure: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Line? {
        while true {
            if let lineEnd = lineFeed() {
                if let line = take(upTo: lineEnd, skipping: 1) { return line }
            } else if isAtEnd {
                return end > lineStart || isSkipping ? take(upTo: end, skipping: 0) : nil
            } else {
                makeRoom()
                let room = UnsafeMutableRawBufferPointer(
                    start: memory + end, count: chunkByteCount)
                let count = try read(room)
                isAtEnd = count == 0
                end += count
            }
        }
    }

    private mutating func lineFeed() -> Int? {
        guard scanned < end else { return nil }
        let found = memchr(memory + scanned, Int32(UInt8(ascii: "\n")), end - scanned)
        guard let found else {
            scanned = end
            return nil
        }
        return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(memory)
    }

    /// Returns the line up to an offset; `nil` if it is empty.
    private mutating func take(upTo lineEnd: Int, skipping endByteCount: Int) -> Line? {
        lineNumber += 1
        if lineNumber == 1 { skipByteOrderMark(upTo: lineEnd) }
        let start = lineStart
        var count = lineEnd - start
        if endByteCount > 0, count > 0, memory[lineEnd - 1] == UInt8(ascii: "\r") { count -= 1 }
        let isTooLong = isSkipping || count > Self.lineByteCountMax
        lineStart = lineEnd + endByteCount
        scanned = lineStart
        isSkipping = false
        guard count > 0 || isTooLong else { return nil }
        return Line(
            number: lineNumber, isTooLong: isTooLong, start: Bytes(memory + start),
            count: isTooLong ? 0 : count)
    }

    /// Skips a byte order mark, which isn't part of the first line.
    private mutating func skipByteOrderMark(upTo lineEnd: Int) {
        let mark: (UInt8, UInt8, UInt8) = (0xEF, 0xBB, 0xBF)
        let first = memory + lineStart
        guard lineEnd - lineStart >= 3, (first[0], first[1], first[2]) == mark else { return }
        lineStart += 3
    }

    /// Moves the unfinished line to the start, or drops it if it is too long.
    private mutating func makeRoom() {
        if isSkipping || end - lineStart >= Self.pendingByteCountMax {
            isSkipping = true
            (lineStart, scanned, end) = (0, 0, 0)
        } else if lineStart > 0 {
            memmove(memory, memory + lineStart, end - lineStart)
            scanned -= lineStart
            end -= lineStart
            lineStart = 0
        }
    }
}

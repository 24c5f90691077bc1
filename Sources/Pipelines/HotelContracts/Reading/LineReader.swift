import Glibc
import PipelineKit

/// The lines of a file, one at a time, from a buffer that is used again for the next chunk and file.
///
/// A line longer than a record may be is passed over in constant memory, and said to be too long.
struct LineReader: ~Copyable {
    /// The longest line that is handed out, in bytes, without its end.
    static let lineByteCountMax = 1 << 20

    /// A line without LF or CR LF; its bytes are there until the next one is asked for.
    struct Line {
        /// From 1.
        let number: Int
        let isTooLong: Bool
        let start: Bytes
        let count: Int

        var end: Bytes { start + count }
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
    }

    /// The longest line, a byte order mark before it, the CR before its LF, and one byte that shows
    /// that it is longer.
    private static let pendingByteCountMax = lineByteCountMax + 5

    private let chunkByteCount: Int
    /// Room for the longest line and a chunk; what is never written to is never resident.
    private let memory: UnsafeMutablePointer<UInt8>
    private var lineStart = 0
    /// Up to where the line's end was looked for in vain.
    private var scanned = 0
    private var end = 0
    private var lineNumber = 0
    private var isSkipping = false
    private var isAtEnd = false

    init(chunkByteCount: Int = 64 << 10) {
        precondition(chunkByteCount > 0, "a chunk has bytes")
        self.chunkByteCount = chunkByteCount
        memory = .allocate(capacity: Self.pendingByteCountMax + chunkByteCount)
    }

    deinit {
        memory.deallocate()
    }

    /// Begins a file.
    mutating func begin() {
        (lineStart, scanned, end, lineNumber) = (0, 0, 0, 0)
        (isSkipping, isAtEnd) = (false, false)
    }

    /// The next line; nil at the end of the file. Empty ones are counted and not handed out.
    ///
    /// - Parameter read: Fills the start of the memory and says how many bytes; 0 is the end.
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

    /// The line up to an offset; nil if it has no bytes.
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

    /// A mark at the start of a file is no part of its first line.
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

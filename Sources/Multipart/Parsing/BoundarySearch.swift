import CScan
import Glibc

/// The search for the line that ends a part, in text that arrives in chunks.
///
/// The delimiter is CR LF, two hyphens and the boundary. Its only CR is its first byte, so after a
/// failed match a new one can only begin at the byte that didn't match.
struct BoundarySearch: ~Copyable {
    /// The delimiter, followed by a hyphen, which is needed to return a false delimiter as text.
    private let memory: UnsafeMutablePointer<UInt8>
    /// The length of the delimiter.
    let byteCount: Int

    /// The number of delimiter bytes at the end of the last chunk.
    private var matchedCount = 0
    /// The number of these that belong to the previous line, not to the searched text.
    private var borrowedCount = 0
    /// The number of bytes of the last delimiter found that belong to the previous line.
    private var foundBorrowedCount = 0

    private static let level = cscan_level_max()

    init(_ boundary: MultipartBoundary) {
        let bytes = Array("\r\n--".utf8) + boundary.bytes
        byteCount = bytes.count
        memory = .allocate(capacity: byteCount + 1)
        memory.initialize(from: bytes, count: byteCount)
        memory[byteCount] = UInt8(ascii: "-")
    }

    deinit {
        memory.deallocate()
    }

    /// Starts a text at the beginning of a line: the CR LF before it may belong to a delimiter.
    mutating func beginLine() {
        matchedCount = 2
        borrowedCount = 2
    }

    /// Returns the last delimiter found as text, optionally followed by a hyphen.
    func foundText(withHyphen: Bool) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: memory + foundBorrowedCount,
            count: byteCount - foundBorrowedCount + (withHyphen ? 1 : 0))
    }

    /// Searches a chunk.
    ///
    /// - Parameters:
    ///   - bytes: The chunk; not empty.
    ///   - take: Receives the text before the delimiter, in up to two pieces, without copying it.
    /// - Returns: The position after the delimiter; `nil` if its end is not in the chunk.
    mutating func search(
        _ bytes: UnsafeRawBufferPointer, take: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows -> Int? {
        if matchedCount > 0 {
            let count = commonCount(bytes)
            if matchedCount + count == byteCount {
                foundBorrowedCount = borrowedCount
                forget()
                return count
            }
            guard count < bytes.count else {
                matchedCount += count
                return nil
            }
            let text = UnsafeRawBufferPointer(
                start: memory + borrowedCount, count: matchedCount - borrowedCount)
            forget()
            if !text.isEmpty { try take(text) }
        }
        let place = find(in: bytes)
        if place < bytes.count {
            foundBorrowedCount = 0
            if place > 0 { try take(UnsafeRawBufferPointer(rebasing: bytes[..<place])) }
            return place + byteCount
        }
        matchedCount = beginningCount(atEndOf: bytes)
        let end = bytes.count - matchedCount
        if end > 0 { try take(UnsafeRawBufferPointer(rebasing: bytes[..<end])) }
        return nil
    }

    private mutating func forget() {
        matchedCount = 0
        borrowedCount = 0
    }

    /// Returns the number of bytes at the start of the chunk that continue the delimiter.
    private func commonCount(_ bytes: UnsafeRawBufferPointer) -> Int {
        let wantedCount = min(byteCount - matchedCount, bytes.count)
        var count = 0
        while count < wantedCount, bytes[count] == memory[matchedCount + count] { count += 1 }
        return count
    }

    private func find(in bytes: UnsafeRawBufferPointer) -> Int {
        guard let start = bytes.baseAddress else { return 0 }
        return cscan_find(
            Self.level, start.assumingMemoryBound(to: UInt8.self), 0, bytes.count, memory, byteCount
        )
    }

    /// Returns the number of bytes at the end of the chunk that may begin a delimiter.
    private func beginningCount(atEndOf bytes: UnsafeRawBufferPointer) -> Int {
        let tail = bytes.suffix(byteCount - 1)
        guard let start = tail.lastIndex(of: UInt8(ascii: "\r")), let base = bytes.baseAddress
        else { return 0 }
        let count = bytes.count - start
        return memcmp(base + start, memory, count) == 0 ? count : 0
    }
}

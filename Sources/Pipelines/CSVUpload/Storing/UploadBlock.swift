/// A block of the file's bytes, passed from the connection to the thread that stores them.
///
/// Unchecked: only one side has the block at a time, and passing it on synchronizes them.
final class UploadBlock: @unchecked Sendable {
    /// The block's size in bytes: as much as a connection reads at once.
    static let capacity = 64 << 10

    private let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: UploadBlock.capacity, alignment: 16)
    private var start = 0
    private var end = 0

    deinit {
        memory.deallocate()
    }

    var byteCount: Int { end - start }
    var isFull: Bool { end == memory.count }

    /// Removes all bytes.
    func clear() {
        (start, end) = (0, 0)
    }

    /// Appends as many of the bytes as fit, and returns their number.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(bytes.count, memory.count - end)
        UnsafeMutableRawBufferPointer(rebasing: memory[end...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        end += count
        return count
    }

    /// Moves as many of its first bytes as fit, and returns their number.
    func move(to target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(byteCount, target.count)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<start + count]))
        start += count
        return count
    }
}

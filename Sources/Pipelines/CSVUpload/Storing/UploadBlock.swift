/// A piece of a file on its way from the connection to the thread that stores it.
///
/// Unchecked: one side has it at a time, and handing it over orders what they do.
final class UploadBlock: @unchecked Sendable {
    /// As much as a connection reads at once.
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

    /// Forgets its bytes.
    func clear() {
        (start, end) = (0, 0)
    }

    /// Takes a beginning of the bytes; returns how many.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(bytes.count, memory.count - end)
        UnsafeMutableRawBufferPointer(rebasing: memory[end...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        end += count
        return count
    }

    /// Moves a beginning of its bytes; returns how many.
    func move(to target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(byteCount, target.count)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<start + count]))
        start += count
        return count
    }
}

import PipelineKit

/// A decoder of an archive's entries, one after another, in the same memory.
// Unchecked: only one thread at a time has it.
final class EntryDecoder: @unchecked Sendable {
    private static let packedByteCount = 64 << 10

    private let file: ArchiveFile
    private let inflater: any Inflater
    private let packed = UnsafeMutableRawBufferPointer.allocate(
        byteCount: packedByteCount, alignment: 64)
    /// A complete small entry, or the buffer in which a larger one is checked.
    let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: EntryReader.wholeByteCountMax + 1, alignment: 64)

    // The current entry.
    private var entry = ArchiveEntry(
        data: 0..<0, byteCount: 0, checksum: 0, isDeflated: false, parts: [])
    private var offset = 0
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private var byteCount = 0
    private var checksum: UInt32 = 0
    private var isAtEnd = true

    /// Creates a decoder for the entries of a file.
    init(file: ArchiveFile, inflater: any Inflater) {
        self.file = file
        self.inflater = inflater
    }

    deinit {
        packed.deallocate()
        memory.deallocate()
    }

    /// Starts decoding an entry.
    func begin(_ entry: ArchiveEntry) {
        self.entry = entry
        offset = entry.data.lowerBound
        input = UnsafeRawBufferPointer(start: nil, count: 0)
        (byteCount, checksum, isAtEnd) = (0, 0, false)
        if entry.isDeflated { inflater.begin() }
    }

    /// Decodes a whole entry; a small one is in ``memory`` afterwards.
    ///
    /// - Throws: The errors of ``read(into:)``.
    func check(_ entry: ArchiveEntry) throws(WorkerError) {
        begin(entry)
        while try read(into: memory) > 0 {}
    }

    /// Fills the start of `memory` and returns the number of bytes; 0 is the entry's end, with its
    /// checksum verified.
    ///
    /// - Throws: ``WorkerError`` if the entry is damaged.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        var filled = 0
        while filled < memory.count, !isAtEnd {
            let room = UnsafeMutableRawBufferPointer(rebasing: memory[filled...])
            let count = entry.isDeflated ? try inflate(into: room) : try copy(into: room)
            let new = UnsafeRawBufferPointer(rebasing: room[..<count])
            checksum = inflater.checksum(of: new, after: checksum)
            byteCount += count
            filled += count
            guard byteCount <= entry.byteCount else {
                throw damaged("it is longer than the directory says")
            }
        }
        if isAtEnd { try checkEnd() }
        return filled
    }

    private func checkEnd() throws(WorkerError) {
        guard byteCount == entry.byteCount else {
            throw damaged("it is shorter than the directory says")
        }
        guard checksum == entry.checksum else { throw damaged("its checksum is wrong") }
    }

    private func inflate(into room: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        if input.isEmpty { input = try nextPacked() }
        let inputByteCount = input.count
        do throws(DamagedStream) {
            let step = try inflater.step(&input, into: room)
            isAtEnd = step.isAtEnd
            let hasMoved = input.count < inputByteCount || step.byteCount > 0
            guard isAtEnd || hasMoved else { throw DamagedStream() }
            return step.byteCount
        } catch {
            throw damaged("it can't be decompressed")
        }
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        let rest = entry.data.upperBound - offset
        let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(rest))
        try readPacked(into: target)
        isAtEnd = offset == entry.data.upperBound
        return target.count
    }

    private func nextPacked() throws(WorkerError) -> UnsafeRawBufferPointer {
        let rest = entry.data.upperBound - offset
        let target = UnsafeMutableRawBufferPointer(rebasing: packed.prefix(rest))
        try readPacked(into: target)
        return UnsafeRawBufferPointer(target)
    }

    private func readPacked(into target: UnsafeMutableRawBufferPointer) throws(WorkerError) {
        guard try file.read(at: offset, into: target) == target.count else {
            throw WorkerError.inputChanged(file.path)
        }
        offset += target.count
    }

    private func damaged(_ reason: String) -> WorkerError {
        WorkerError(.io, "\(reason) (data at byte \(entry.data.lowerBound) of the archive)")
    }
}

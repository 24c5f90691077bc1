import PipelineKit

/// A reader of an archive's central directory from start to end, one window at a time.
struct DirectoryWalk: ~Copyable {
    /// The bytes read at once; a longer record takes more.
    private static let windowByteCount = 64 << 10
    /// The maximum size of a record: its head, and the longest name, extra fields and comment.
    private static let recordByteCountMax = DirectoryRecord.headByteCount + 3 * 65_535

    private let file: ArchiveFile
    private let end: EndRecord
    /// The window's memory; pages of it that are never written are never resident.
    private let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: windowByteCount + recordByteCountMax, alignment: 16)
    /// The file offset of the memory's first byte.
    private var start: Int
    private var position = 0
    private var filled = 0
    private var recordCount = 0

    /// Creates a reader at the directory's first record.
    init(_ file: ArchiveFile, end: EndRecord) {
        self.file = file
        self.end = end
        start = end.directory.lowerBound
    }

    deinit {
        memory.deallocate()
    }

    /// Returns the next record; `nil` after the last.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if the directory is damaged.
    mutating func next() throws(WorkerError) -> DirectoryRecord? {
        guard recordCount < end.entryCount else {
            guard start + position == end.directory.upperBound else {
                throw damaged("the directory is longer than its \(end.entryCount) entries")
            }
            return nil
        }
        try fill(DirectoryRecord.headByteCount)
        let head = UnsafeRawBufferPointer(rebasing: memory[position..<filled])
        guard let byteCount = DirectoryRecord.byteCount(head) else {
            throw damaged("no directory entry begins here")
        }
        try fill(byteCount)
        let bytes = UnsafeRawBufferPointer(rebasing: memory[position..<position + byteCount])
        let record = DirectoryRecord(bytes, offset: start + position)
        position += byteCount
        recordCount += 1
        return record
    }

    /// Ensures that `byteCount` bytes from the position on are in memory.
    private mutating func fill(_ byteCount: Int) throws(WorkerError) {
        guard filled - position < byteCount else { return }
        guard end.directory.upperBound - (start + position) >= byteCount else {
            throw damaged("the directory ends within an entry")
        }
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[position..<filled]))
        start += position
        filled -= position
        position = 0
        let room = min(Self.windowByteCount, end.directory.upperBound - (start + filled))
        let wanted = max(room, byteCount - filled)
        let target = UnsafeMutableRawBufferPointer(rebasing: memory[filled..<filled + wanted])
        guard try file.read(at: start + filled, into: target) == wanted else {
            throw WorkerError.inputChanged(file.path)
        }
        filled += wanted
    }

    private func damaged(_ reason: String) -> WorkerError {
        file.broken("\(reason); the archive is cut off or damaged", at: start + position)
    }
}

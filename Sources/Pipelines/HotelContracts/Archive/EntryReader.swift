import PipelineKit

/// A reader of one entry of an archive, from start to end.
///
/// It returns no bytes of a damaged entry: a small entry is decompressed as a whole first, a larger
/// one twice.
struct EntryReader: ~Copyable {
    /// The maximum size of an entry that is decompressed as a whole, in bytes.
    static let wholeByteCountMax = 256 << 10

    /// The entry's size in bytes.
    let byteCount: Int
    private let archive: ContractArchive
    private let decoder: EntryDecoder
    private let isWhole: Bool
    private let taken = Taken()

    /// The number of bytes returned so far.
    private final class Taken {
        var byteCount = 0
    }

    /// Opens an entry and checks all of it.
    ///
    /// - Throws: ``WorkerError`` if it is damaged.
    init(_ entry: ArchiveEntry, of archive: ContractArchive) throws(WorkerError) {
        let decoder = try archive.takeDecoder()
        do throws(WorkerError) {
            try decoder.check(entry)
        } catch {
            archive.giveBack(decoder)
            throw error
        }
        self.archive = archive
        self.decoder = decoder
        byteCount = entry.byteCount
        isWhole = entry.byteCount <= Self.wholeByteCountMax
        if !isWhole { decoder.begin(entry) }
    }

    deinit {
        archive.giveBack(decoder)
    }

    /// Fills the start of `memory` and returns the number of bytes; 0 is the end of the entry.
    ///
    /// - Throws: ``WorkerError`` if the archive has changed.
    borrowing func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        guard isWhole else { return try decoder.read(into: memory) }
        let rest = decoder.memory[taken.byteCount..<byteCount].prefix(memory.count)
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest))
        taken.byteCount += rest.count
        return rest.count
    }
}

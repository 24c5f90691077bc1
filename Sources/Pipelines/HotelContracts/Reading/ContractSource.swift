import PipelineKit

/// A tree of contracts, in folders or in an archive: its files, handed out one at a time to any number
/// of threads.
protocol ContractSource: AnyObject, Sendable {
    /// The next file; nil at the end. What can't be handed out is rejected.
    ///
    /// - Throws: ``WorkerError`` with code `io` if a rejection can't be written; what makes the whole
    ///   source unusable.
    func next() throws(WorkerError) -> ContractFile?

    /// Checks, once every file was read, that the source is still the one that was opened.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it isn't.
    func finish() throws(WorkerError)
}

/// A file of a tree of contracts.
struct ContractFile: Sendable {
    /// Where its content is.
    enum Place: Sendable {
        /// A file of its own.
        case path(SystemPath)
        /// A part of an archive.
        case entry(ArchiveEntry, ContractArchive)
    }

    let place: Place
    /// Relative to the tree, for messages; what of it isn't UTF-8 is replaced.
    let name: String
    /// Whether it is a contract, not one of the general files.
    let isContract: Bool

    /// Opens it.
    ///
    /// - Throws: ``WorkerError``, whose code doesn't matter where the file is rejected.
    func open() throws(WorkerError) -> ContractReader {
        switch place {
        case .path(let path): .file(try ChunkedFileReader(path))
        case .entry(let entry, let archive): .entry(try EntryReader(entry, of: archive))
        }
    }
}

extension WorkerError {
    /// Why a file that can't be read is rejected.
    var reasonOfRejection: String {
        "cannot be read: \(underlying.map { "\($0)" } ?? message)"
    }
}

/// Reads a file of a tree of contracts from its start to its end.
enum ContractReader: ~Copyable {
    case file(ChunkedFileReader)
    case entry(EntryReader)

    /// The file's size when it was opened, in bytes; 0 if the system doesn't say it.
    var byteCount: Int {
        switch self {
        case .file(let reader): reader.byteCount
        case .entry(let reader): reader.byteCount
        }
    }

    /// Fills the start of `memory` and says how many bytes came; 0 is the end of the file.
    ///
    /// - Throws: ``WorkerError`` if the file can't be read on, or changed meanwhile.
    borrowing func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        switch self {
        case .file(let reader): try reader.read(into: memory)
        case .entry(let reader): try reader.read(into: memory)
        }
    }

    /// The rest of the file, whole: for the strategies that load everything.
    ///
    /// - Throws: As ``read(into:)``.
    borrowing func readAll() throws(WorkerError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { chunk.deallocate() }
        while case let count = try read(into: chunk), count > 0 {
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return bytes
    }
}

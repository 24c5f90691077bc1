import PipelineKit

/// A tree of contracts, in folders or in an archive, which passes its files to any number of
/// threads.
protocol ContractSource: AnyObject, Sendable {
    /// Returns the next file; `nil` at the end. Files that can't be returned are rejected.
    ///
    /// - Throws: ``WorkerError`` with code `io` if a rejection can't be written, or an error that
    ///   makes the whole source unusable.
    func next() throws(WorkerError) -> ContractFile?

    /// Checks, after the last file, that the source wasn't changed or replaced.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it was.
    func finish() throws(WorkerError)
}

/// A file of a tree of contracts.
struct ContractFile: Sendable {
    /// The location of a file's content.
    enum Place: Sendable {
        /// A separate file.
        case path(SystemPath)
        /// An entry of an archive.
        case entry(ArchiveEntry, ContractArchive)
    }

    let place: Place
    /// The path in the tree, for messages, in which invalid UTF-8 is replaced.
    let name: String
    /// Whether the file is a contract, rather than one of the general files.
    let isContract: Bool

    /// Opens the file.
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
    /// The reason for rejecting a file that can't be read.
    var reasonOfRejection: String {
        "cannot be read: \(underlying.map { "\($0)" } ?? message)"
    }
}

/// A reader of a file in a tree of contracts, from start to end.
enum ContractReader: ~Copyable {
    case file(ChunkedFileReader)
    case entry(EntryReader)

    /// The file's size when it was opened, in bytes; 0 if the system doesn't report it.
    var byteCount: Int {
        switch self {
        case .file(let reader): reader.byteCount
        case .entry(let reader): reader.byteCount
        }
    }

    /// Fills the start of `memory` and returns the number of bytes; 0 is the end of the file.
    ///
    /// - Throws: ``WorkerError`` if the file can't be read any further, or has changed.
    borrowing func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        switch self {
        case .file(let reader): try reader.read(into: memory)
        case .entry(let reader): try reader.read(into: memory)
        }
    }

    /// Returns the rest of the file, for strategies that load everything.
    ///
    /// - Throws: The errors of ``read(into:)``.
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

import PipelineKit
import Synchronization

/// A tree of contracts in a ZIP archive, read without extracting it to disk.
///
/// Files come in the order of the archive's directory, which is never in memory as a whole. Entries
/// outside the tree are skipped, like files next to a tree; entries that can't be read are
/// rejected.
final class ContractArchive: ContractSource {
    let file: ArchiveFile
    private let finder: EntryFinder
    private let library: InflateLibrary
    private let rejected: RejectedUnits
    private let walk: Mutex<Walk>
    /// The decoders that no thread is using.
    private let decoders = Mutex<[EntryDecoder]>([])

    private struct Walk: ~Copyable {
        var directory: DirectoryWalk
        var sorter = EntrySorter()
        var claimed = ClaimedBytes()
        var byteCount = 0
    }

    /// Opens an archive.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it is not an archive, and `unavailable`
    ///   if this machine has no library to decompress it.
    init(_ context: TrialContext) throws(WorkerError) {
        file = try ArchiveFile(context.input)
        let end = try EndRecord(of: file)
        finder = EntryFinder(file: file, end: end)
        library = try InflateLibrary.load()
        rejected = context.rejected
        walk = Mutex(Walk(directory: DirectoryWalk(file, end: end)))
        context.progress.phase("contracts")
    }

    func next() throws(WorkerError) -> ContractFile? {
        do {
            return try walk.withLock { try next(&$0) }
        } catch let error as WorkerError {
            throw error
        } catch {
            preconditionFailure("a walk throws nothing else: \(error)")
        }
    }

    private func next(_ walk: inout Walk) throws -> ContractFile? {
        while let record = try walk.directory.next() {
            do {
                if let file = try contract(record, of: &walk) { return file }
            } catch let rejection as EntryRejection {
                try rejected.add(
                    file: String(decoding: record.name, as: UTF8.self), line: 0,
                    reason: "cannot be read: \(rejection) (entry at byte \(record.offset))")
            }
        }
        guard walk.sorter.hasTree || finder.end.entryCount == 0 else {
            throw WorkerError(
                .badSetting, "'\(file.path)' is not an archive of contracts: it lacks DESTINATIONS")
        }
        return nil
    }

    /// Returns the file of an entry; `nil` if it is outside the tree.
    private func contract(_ record: DirectoryRecord, of walk: inout Walk) throws -> ContractFile? {
        let role = try walk.sorter.role(of: EntryPath(record.name))
        guard case .file(let parts, let isContract) = role else {
            if let place = try? finder.place(of: record) { _ = walk.claimed.claim(place.whole) }
            return nil
        }
        let place = try finder.place(of: record)
        switch walk.claimed.claim(place.whole) {
        case .granted: break
        case .overlapping: throw EntryRejection.overlapping
        case .tooScattered:
            throw file.broken(
                "the entries are scattered too widely; pack the archive again, with 'zip -r'",
                at: record.offset)
        }
        let entry = try finder.entry(record, data: place.data, parts: parts)
        try count(entry, of: &walk, at: record.offset)
        let name = parts.joined(separator: CollectionOfOne(UInt8(ascii: "/")))
        return ContractFile(
            place: .entry(entry, self), name: String(decoding: Array(name), as: UTF8.self),
            isContract: isContract)
    }

    private func count(
        _ entry: ArchiveEntry, of walk: inout Walk, at offset: Int
    ) throws(WorkerError) {
        let limit = ArchiveLimits.totalByteCountMax(archiveByteCount: file.byteCount)
        walk.byteCount += entry.byteCount
        guard walk.byteCount <= limit else {
            throw file.broken(
                "the entries up to here would expand to more than \(limit) bytes; if the archive is"
                    + " valid, extract it and use the folder", at: offset)
        }
    }

    func finish() throws(WorkerError) {
        try file.checkUnchanged()
    }

    /// Returns an unused decoder, to be returned with ``giveBack(_:)``.
    func takeDecoder() throws(WorkerError) -> EntryDecoder {
        if let decoder = decoders.withLock({ $0.popLast() }) { return decoder }
        return EntryDecoder(file: file, inflater: try library.inflater())
    }

    /// Keeps a decoder for another entry.
    func giveBack(_ decoder: EntryDecoder) {
        decoders.withLock { $0.append(decoder) }
    }
}

import PipelineKit
import Synchronization

/// A tree of contracts in a ZIP archive, which is read without unpacking it to the disk: its files in
/// the order of its directory, the list of which is never in memory.
///
/// Entries that are no part of a tree are passed over, as files beside a tree are; those that can't be
/// read are rejected.
final class ContractArchive: ContractSource {
    let file: ArchiveFile
    private let finder: EntryFinder
    private let library: InflateLibrary
    private let rejected: RejectedUnits
    private let walk: Mutex<Walk>
    /// Of threads that read no entry at the moment.
    private let decoders = Mutex<[EntryDecoder]>([])

    private struct Walk: ~Copyable {
        var directory: DirectoryWalk
        var sorter = EntrySorter()
        var claimed = ClaimedBytes()
        var byteCount = 0
    }

    /// Opens an archive.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it is none, and `unavailable` if this
    ///   machine has nothing to read it with.
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
                .badSetting, "'\(file.path)' is no archive of contracts: it has no DESTINATIONS")
        }
        return nil
    }

    /// The file that an entry is; nil if it is none of the tree's.
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
                "the entries are in too many pieces; pack the archive again, with 'zip -r'",
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
                "the entries up to here would unpack to more than \(limit) bytes; if the archive is"
                    + " right, unpack it and give the folder", at: offset)
        }
    }

    func finish() throws(WorkerError) {
        try file.checkUnchanged()
    }

    /// A decoder that nobody uses, to be given back.
    func takeDecoder() throws(WorkerError) -> EntryDecoder {
        if let decoder = decoders.withLock({ $0.popLast() }) { return decoder }
        return EntryDecoder(file: file, inflater: try library.inflater())
    }

    /// Keeps a decoder for the next entry.
    func giveBack(_ decoder: EntryDecoder) {
        decoders.withLock { $0.append(decoder) }
    }
}

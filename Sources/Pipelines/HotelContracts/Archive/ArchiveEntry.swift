import Glibc
import PipelineKit

/// An entry of an archive that was found where the directory says.
struct ArchiveEntry: Sendable {
    /// Where its packed bytes are in the file.
    let data: Range<Int>
    /// Its size when it is unpacked.
    let byteCount: Int
    let checksum: UInt32
    let isDeflated: Bool
    /// Its path in the tree: `GENERAL`, or `DESTINATIONS` and a folder in it, and its name.
    let parts: [ArraySlice<UInt8>]
}

/// Finds entries in a file, and compares what their two headers say.
struct EntryFinder {
    let file: ArchiveFile
    let end: EndRecord

    private static let headerByteCount = 30
    private static let headerSignature: UInt32 = 0x0403_4B50
    /// Encrypted, strongly encrypted, or with a masked header.
    private static let encryptedFlags: UInt16 = 0x2041
    /// The bits of the flags by which two headers of an entry may differ: the options of compressors.
    private static let freeFlags: UInt16 = 0x000E
    private static let stored: UInt16 = 0
    private static let deflated: UInt16 = 8

    /// The bytes from an entry's header to the end of its packed data.
    ///
    /// - Returns: The whole extent, and the data's part of it.
    /// - Throws: ``EntryRejection``, ``WorkerError`` with code `io`.
    func place(
        of record: DirectoryRecord
    ) throws -> (whole: Range<Int>, data: Range<Int>) {
        guard let extent = record.extent else { throw EntryRejection.sizeMissing }
        let limit = end.directory.lowerBound
        guard let packedByteCount = Int(exactly: extent.packedByteCount),
            let offset = Int(exactly: extent.offset), offset <= limit - end.shift
        else { throw EntryRejection.outside }
        let start = offset + end.shift
        let headerByteCount = Self.headerByteCount + record.name.count
        guard start + headerByteCount <= limit,
            let header = try file.bytes(at: start, count: headerByteCount)
        else { throw EntryRejection.outside }
        try compare(header, with: record)
        let dataStart = start + headerByteCount + Int(header.short(at: 28))
        guard dataStart <= limit, packedByteCount <= limit - dataStart else {
            throw EntryRejection.outside
        }
        let data = dataStart..<dataStart + packedByteCount
        return (start..<data.upperBound, data)
    }

    private func compare(
        _ header: [UInt8], with record: DirectoryRecord
    ) throws(EntryRejection) {
        guard header.word(at: 0) == Self.headerSignature else { throw .headerMissing }
        guard header.short(at: 8) == record.method,
            (header.short(at: 6) ^ record.flags) & ~Self.freeFlags == 0,
            Int(header.short(at: 26)) == record.name.count,
            header[Self.headerByteCount...].elementsEqual(record.name)
        else { throw .headerDiffers }
    }

    /// An entry that can be unpacked.
    ///
    /// - Parameters:
    ///   - data: Where its packed bytes are.
    ///   - parts: Its path in the tree.
    func entry(
        _ record: DirectoryRecord, data: Range<Int>, parts: [ArraySlice<UInt8>]
    ) throws(EntryRejection) -> ArchiveEntry {
        guard record.isRegular else { throw .notRegular }
        guard record.flags & Self.encryptedFlags == 0 else { throw .encrypted }
        guard record.method == Self.stored || record.method == Self.deflated else {
            throw .method(record.method)
        }
        guard let size = record.extent?.byteCount else { throw .sizeMissing }
        guard let byteCount = Int(exactly: size), byteCount <= ArchiveLimits.entryByteCountMax
        else { throw .tooLarge }
        guard record.method == Self.deflated || byteCount == data.count else { throw .sizesDiffer }
        guard
            byteCount <= ArchiveLimits.smallByteCount
                || byteCount / ArchiveLimits.ratioMax <= data.count
        else { throw .tooDense }
        return ArchiveEntry(
            data: data, byteCount: byteCount, checksum: record.checksum,
            isDeflated: record.method == Self.deflated,
            parts: parts)
    }
}

extension DirectoryRecord {
    /// The systems whose files have a type: Unix, and OS X.
    private static let unixSystems: Set<UInt8> = [3, 19]

    /// False for what is said to be a link, a folder or a device.
    fileprivate var isRegular: Bool {
        let type = mode_t(attributes >> 16) & S_IFMT
        return !Self.unixSystems.contains(system) || type == 0 || type == S_IFREG
    }
}

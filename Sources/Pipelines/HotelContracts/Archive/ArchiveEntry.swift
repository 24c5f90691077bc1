import Glibc
import PipelineKit

/// An entry of an archive, found at the position that the directory gives.
struct ArchiveEntry: Sendable {
    /// The range of its compressed bytes in the file.
    let data: Range<Int>
    /// Its uncompressed size, in bytes.
    let byteCount: Int
    let checksum: UInt32
    let isDeflated: Bool
    /// The parts of its path in the tree: `GENERAL`, or `DESTINATIONS` and a folder, then a name.
    let parts: [ArraySlice<UInt8>]
}

/// A finder of entries in a file, which compares an entry's two headers.
struct EntryFinder {
    let file: ArchiveFile
    let end: EndRecord

    private static let headerByteCount = 30
    private static let headerSignature: UInt32 = 0x0403_4B50
    // Encrypted, strongly encrypted, or with a masked header.
    private static let encryptedFlags: UInt16 = 0x2041
    /// The flag bits in which an entry's two headers may differ: compressors' options.
    private static let freeFlags: UInt16 = 0x000E
    private static let stored: UInt16 = 0
    private static let deflated: UInt16 = 8

    /// Returns the bytes from an entry's header to the end of its compressed data.
    ///
    /// - Returns: The whole range, and the data's part of it.
    /// - Throws: ``EntryRejection``; ``WorkerError`` with code `io`.
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

    /// Returns an entry that can be decompressed.
    ///
    /// - Parameters:
    ///   - data: The range of its compressed bytes.
    ///   - parts: The parts of its path in the tree.
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
    /// The systems whose attributes include a file type: Unix and OS X.
    private static let unixSystems: Set<UInt8> = [3, 19]

    /// Whether the entry isn't marked as a link, folder or device.
    fileprivate var isRegular: Bool {
        let type = mode_t(attributes >> 16) & S_IFMT
        return !Self.unixSystems.contains(system) || type == 0 || type == S_IFREG
    }
}

import PipelineKit

/// The end record of an archive, which describes its central directory.
struct EndRecord {
    /// The number of entries in the directory.
    let entryCount: Int
    /// The range of the directory in the file.
    let directory: Range<Int>
    /// The number of bytes before the archive, as in a self-extracting one; offsets in the archive
    /// don't count them.
    let shift: Int

    private static let byteCount = 22
    private static let signature: UInt32 = 0x0605_4B50
    private static let commentByteCountMax = 65_535

    /// Finds the end record of an archive.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if there is none, or it contradicts itself.
    init(of file: ArchiveFile) throws(WorkerError) {
        let tailByteCount = min(file.byteCount, Self.byteCount + Self.commentByteCountMax)
        let tailStart = file.byteCount - tailByteCount
        guard let tail = try file.bytes(at: tailStart, count: tailByteCount),
            let found = Self.position(in: tail)
        else {
            throw file.broken(
                "the ZIP end record is missing; use a complete archive, or a folder with"
                    + " DESTINATIONS", at: file.byteCount)
        }
        let position = tailStart + found
        let record = tail[found...]
        var fields = Fields(
            disks: [UInt32(record.short(at: 4)), UInt32(record.short(at: 6))],
            entryCounts: [UInt64(record.short(at: 8)), UInt64(record.short(at: 10))],
            directoryByteCount: UInt64(record.word(at: 12)),
            directoryOffset: UInt64(record.word(at: 16)), end: position)
        if let larger = try LargeEndRecord.fields(before: position, of: file) { fields = larger }
        try self.init(fields, of: file)
    }

    /// The fields that both forms of the record have.
    struct Fields {
        /// The number of the part with the record, and of the part where the directory begins.
        var disks: [UInt32]
        /// The numbers of entries in this part and in all parts.
        var entryCounts: [UInt64]
        var directoryByteCount: UInt64
        var directoryOffset: UInt64
        /// The start of the record, which is the end of the directory.
        var end: Int
    }

    private static let entryByteCountMin: UInt64 = 46

    private init(_ fields: Fields, of file: ArchiveFile) throws(WorkerError) {
        guard fields.disks.allSatisfy({ $0 == 0 }), Set(fields.entryCounts).count == 1 else {
            throw file.broken(
                "the archive is one of several parts; join them first, with 'zip -s 0'",
                at: fields.end)
        }
        guard let byteCount = Int(exactly: fields.directoryByteCount),
            let offset = Int(exactly: fields.directoryOffset),
            let entryCount = Int(exactly: fields.entryCounts[0]),
            byteCount <= fields.end, offset <= fields.end - byteCount
        else {
            throw file.broken(
                "the directory of \(fields.directoryByteCount) bytes at byte"
                    + " \(fields.directoryOffset) doesn't end here; the archive is cut off or damaged",
                at: fields.end)
        }
        guard entryCount <= byteCount / Int(Self.entryByteCountMin) else {
            throw file.broken(
                "\(entryCount) entries don't fit into a directory of \(byteCount) bytes",
                at: fields.end)
        }
        self.entryCount = entryCount
        directory = fields.end - byteCount..<fields.end
        shift = fields.end - byteCount - offset
    }

    /// Returns the position of the last record whose comment ends with the file.
    private static func position(in tail: [UInt8]) -> Int? {
        guard tail.count >= byteCount else { return nil }
        return (0...tail.count - byteCount).reversed().first { position in
            let record = tail[position...]
            return record.word(at: 0) == signature
                && position + byteCount + Int(record.short(at: 20)) == tail.count
        }
    }
}

/// The ZIP64 end record, for more entries or bytes than the plain record can express.
private enum LargeEndRecord {
    private static let byteCount = 56
    private static let signature: UInt32 = 0x0606_4B50
    private static let locatorByteCount = 20
    private static let locatorSignature: UInt32 = 0x0706_4B50

    /// Returns the record's fields; `nil` if the archive has none.
    static func fields(
        before end: Int, of file: ArchiveFile
    ) throws(WorkerError) -> EndRecord.Fields? {
        let locatorPosition = end - locatorByteCount
        guard let locator = try file.bytes(at: locatorPosition, count: locatorByteCount),
            locator.word(at: 0) == locatorSignature
        else { return nil }
        // After other bytes, the record isn't at the archive's offset, but directly before its
        // locator.
        let candidates = [Int(exactly: locator.long(at: 8)), locatorPosition - byteCount]
        for position in candidates.compactMap(\.self) {
            guard let record = try file.bytes(at: position, count: byteCount),
                record.word(at: 0) == signature
            else { continue }
            return EndRecord.Fields(
                disks: [record.word(at: 16), record.word(at: 20)],
                entryCounts: [record.long(at: 24), record.long(at: 32)],
                directoryByteCount: record.long(at: 40), directoryOffset: record.long(at: 48),
                end: position)
        }
        throw file.broken("there is no ZIP64 end record at the given offset", at: locatorPosition)
    }
}

import Files
import Glibc

/// A user's own archive of contracts, read simply, with its whole directory in memory.
///
/// It shares no code with the pipeline, whose results it checks; both follow
/// `Documentation/HotelContracts.md`. Archives that are damaged as a whole are left to the
/// pipeline, whose error message gives the position.
final class ScannedArchive {
    private let path: String
    private let descriptor: Int32
    private let byteCount: Int
    private var claimed: [Range<Int>] = []
    private var root: [ArraySlice<UInt8>]?

    /// Opens an archive.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is not a readable file.
    init(_ path: String) throws(DatasetError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw DatasetError(.invalidInput, "can't read '\(path)': \(systemMessage(errno))")
        }
        var status = stat()
        self.path = path
        byteCount = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    deinit {
        close(descriptor)
    }

    /// Reads every file of the archive's tree.
    ///
    /// - Parameter report: Called after each file.
    /// - Throws: `DatasetError.Code.invalidInput` if it is not a ZIP archive.
    func read(into scan: inout ContractScan, report: (ContractScan) throws -> Void) throws {
        let end = try findEnd()
        guard let directory = bytes(end.directory) else { throw damaged("it is cut off") }
        var position = 0
        for _ in 0..<end.entryCount {
            guard let entry = ScannedEntry(directory[position...]) else {
                throw damaged(
                    "its directory is damaged at byte \(end.directory.lowerBound + position)")
            }
            position += entry.recordByteCount
            take(entry, end: end, into: &scan)
            try report(scan)
        }
    }

    private func take(_ entry: ScannedEntry, end: End, into scan: inout ContractScan) {
        guard let parts = entry.parts else { return scan.rejectFile() }
        let extent = extent(of: entry, end: end)
        let index = parts.firstIndex { ["GENERAL", "DESTINATIONS"].contains(text($0)) }
        guard let index, text(parts[0]) != "__MACOSX", !entry.isFolder else {
            if let extent { _ = claim(extent.whole) }
            return
        }
        let isContract = text(parts[index]) == "DESTINATIONS"
        let folders = Array(parts[..<index])
        guard parts.count - index == (isContract ? 3 : 2), folders == root ?? folders else {
            return scan.rejectFile()
        }
        root = folders
        guard let extent, claim(extent.whole),
            entry.isAcceptable(packedByteCount: extent.data.count),
            let packed = bytes(extent.data), let content = entry.content(of: packed)
        else { return scan.rejectFile() }
        scan.begin(isContract: isContract)
        content.withUnsafeBytes { scan.take($0) }
        scan.end()
    }

    private func text(_ part: ArraySlice<UInt8>) -> String {
        String(decoding: part, as: UTF8.self)
    }

    /// Claims the bytes of an entry; returns false if an earlier entry has any of them.
    private func claim(_ range: Range<Int>) -> Bool {
        var (index, end) = (0, claimed.count)
        while index < end {
            let middle = (index + end) / 2
            if claimed[middle].lowerBound < range.lowerBound {
                index = middle + 1
            } else {
                end = middle
            }
        }
        if index > 0, claimed[index - 1].upperBound > range.lowerBound { return false }
        if index < claimed.count, claimed[index].lowerBound < range.upperBound { return false }
        claimed.insert(range, at: index)
        return true
    }

    private func extent(
        of entry: ScannedEntry, end: End
    ) -> (whole: Range<Int>, data: Range<Int>)? {
        let limit = end.directory.lowerBound
        guard entry.isComplete, let offset = Int(exactly: entry.offset),
            let packed = Int(exactly: entry.packedByteCount),
            offset <= limit, case let start = offset + end.shift, start + 30 <= limit,
            let header = bytes(start..<start + 30),
            ScannedEntry.number(header, at: 0, byteCount: 4) == 0x0403_4B50,
            case let nameCount = Int(ScannedEntry.number(header, at: 26, byteCount: 2)),
            let name = bytes(start + 30..<start + 30 + nameCount), name == entry.name,
            ScannedEntry.number(header, at: 8, byteCount: 2) == entry.method,
            (ScannedEntry.number(header, at: 6, byteCount: 2) ^ entry.flags) & ~0xE == 0
        else { return nil }
        let extraCount = Int(ScannedEntry.number(header, at: 28, byteCount: 2))
        let dataStart = start + 30 + nameCount + extraCount
        guard dataStart <= limit, packed <= limit - dataStart else { return nil }
        return (start..<dataStart + packed, dataStart..<dataStart + packed)
    }

    private struct End {
        var entryCount: Int
        var directory: Range<Int>
        /// The number of bytes before the archive.
        var shift: Int
    }

    /// Finds the directory.
    private func findEnd() throws(DatasetError) -> End {
        let tailStart = max(0, byteCount - 22 - 65_535)
        let tail = bytes(tailStart..<byteCount) ?? []
        let found = (0...max(0, tail.count - 22)).reversed().first { position in
            tail.count >= position + 22
                && ScannedEntry.number(tail, at: position, byteCount: 4) == 0x0605_4B50
                && position + 22 + Int(ScannedEntry.number(tail, at: position + 20, byteCount: 2))
                    == tail.count
        }
        guard let found else { throw damaged("it has no end record of a ZIP archive") }
        var numbers = [(10, 2), (12, 4), (16, 4)].map {
            ScannedEntry.number(tail, at: found + $0.0, byteCount: $0.1)
        }
        var endPosition = tailStart + found
        if let large = largeEnd(before: endPosition) {
            numbers = [32, 40, 48].map { ScannedEntry.number(large.bytes, at: $0, byteCount: 8) }
            endPosition = large.position
        }
        guard let count = Int(exactly: numbers[0]), let size = Int(exactly: numbers[1]),
            let offset = Int(exactly: numbers[2]), size <= endPosition, offset <= endPosition - size
        else { throw damaged("its end record doesn't match its directory") }
        return End(
            entryCount: count, directory: endPosition - size..<endPosition,
            shift: endPosition - size - offset)
    }

    private func largeEnd(before position: Int) -> (bytes: [UInt8], position: Int)? {
        guard position >= 20, let locator = bytes(position - 20..<position),
            ScannedEntry.number(locator, at: 0, byteCount: 4) == 0x0706_4B50
        else { return nil }
        let said = Int(exactly: ScannedEntry.number(locator, at: 8, byteCount: 8))
        for start in [said, position - 76].compactMap(\.self) where start >= 0 {
            guard start <= position - 56, let record = bytes(start..<start + 56),
                ScannedEntry.number(record, at: 0, byteCount: 4) == 0x0606_4B50
            else { continue }
            return (record, start)
        }
        return nil
    }

    /// Returns the bytes of a range; `nil` if the file is too short.
    private func bytes(_ range: Range<Int>) -> [UInt8]? {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled,
                    range.lowerBound + filled)
                if count <= 0 { break }
                filled += count
            }
        }
        return bytes.count == range.count ? bytes : nil
    }

    private func damaged(_ reason: String) -> DatasetError {
        DatasetError(
            .invalidInput,
            "'\(path)' can't be read as a ZIP archive of contracts: \(reason); give a whole archive,"
                + " or a folder with DESTINATIONS")
    }
}

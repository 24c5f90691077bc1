import Foundation
import PipelineKit
import TestSupport

@testable import HotelContracts

/// A ZIP archive that a test writes byte by byte, possibly with errors.
struct ArchiveBuilder {
    /// An entry; a `nil` field has its correct value.
    struct Entry {
        var name: [UInt8]
        var content: [UInt8]
        var method: UInt16 = 0
        var flags: UInt16 = 0
        var system: UInt8 = 3
        var mode: UInt16 = 0o100644
        /// Compressed data other than the content's.
        var packed: [UInt8]?
        var checksum: UInt32?
        var byteCount: UInt64?
        var localName: [UInt8]?
        var localMethod: UInt16?
        /// The extra fields of the local header.
        var extra: [UInt8] = []
        /// The comment in the directory.
        var comment: [UInt8] = []
        /// Whether the sizes and offset are in the ZIP64 field.
        var isLarge = false
        /// The entry's offset according to the directory.
        var offset: UInt64?

        init(_ name: String, _ content: String = "") {
            self.init(bytes: Array(name.utf8), Array(content.utf8))
        }

        init(bytes name: [UInt8], _ content: [UInt8]) {
            self.name = name
            self.content = content
        }

        /// Returns the entry with a change.
        func with(_ change: (inout Entry) -> Void) -> Entry {
            var entry = self
            change(&entry)
            return entry
        }
    }

    var entries: [Entry] = []
    /// The bytes before the archive, which its offsets don't count.
    var prefix: [UInt8] = []
    var comment: [UInt8] = []
    /// The bytes between two entries.
    var gapByteCount = 0
    /// The order of the entries in the directory; `nil` is the order in the file.
    var order: [Int]?
    /// Changes the end record, as the last step.
    var changeEnd: (inout [UInt8]) -> Void = { _ in }

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Returns the archive's bytes.
    func bytes() -> [UInt8] {
        var file: [UInt8] = []
        var offsets: [Int] = []
        for entry in entries {
            offsets.append(file.count)
            file += localHeader(entry) + (entry.packed ?? packed(entry))
            file += Array(repeating: 0, count: gapByteCount)
        }
        let directoryStart = file.count
        for index in order ?? Array(entries.indices) {
            file += record(entries[index], offset: offsets[index])
        }
        let byteCount = file.count - directoryStart
        var end = number(0x0605_4B50, 4) + number(0, 4)
        end += number(entries.count, 2) + number(entries.count, 2)
        end += number(byteCount, 4) + number(directoryStart, 4) + number(comment.count, 2) + comment
        changeEnd(&end)
        return prefix + file + end
    }

    /// Writes the archive next to a tree and returns its path.
    func write(beside tree: Tree, name: String = "contracts.zip") throws -> String {
        try tree.directory.write(bytes(), to: name)
    }

    private func localHeader(_ entry: Entry) -> [UInt8] {
        let name = entry.localName ?? entry.name
        let method = entry.localMethod ?? entry.method
        return number(0x0403_4B50, 4) + number(20, 2) + number(Int(entry.flags), 2)
            + number(Int(method), 2) + number(0, 4) + sizes(entry) + number(name.count, 2)
            + number(entry.extra.count, 2) + name + entry.extra
    }

    private func record(_ entry: Entry, offset: Int) -> [UInt8] {
        let offset = entry.offset ?? UInt64(offset)
        let large = entry.isLarge ? largeNumbers(entry, offset: offset) : []
        return number(0x0201_4B50, 4) + [20, entry.system] + number(20, 2)
            + number(Int(entry.flags), 2) + number(Int(entry.method), 2) + number(0, 4)
            + sizes(entry) + number(entry.name.count, 2) + number(large.count, 2)
            + number(entry.comment.count, 2) + number(0, 4) + number(Int(entry.mode) << 16, 4)
            + number(entry.isLarge ? 0xFFFF_FFFF : Int(offset), 4) + entry.name + large
            + entry.comment
    }

    private func largeNumbers(_ entry: Entry, offset: UInt64) -> [UInt8] {
        let numbers = [
            entry.byteCount ?? UInt64(entry.content.count),
            UInt64((entry.packed ?? packed(entry)).count), offset,
        ]
        // Another field before the ZIP64 field.
        return number(0x5455, 2) + number(1, 2) + [0] + number(1, 2) + number(24, 2)
            + numbers.flatMap { number(Int($0), 8) }
    }

    private func sizes(_ entry: Entry) -> [UInt8] {
        let packedByteCount = (entry.packed ?? packed(entry)).count
        let byteCount = Int(entry.byteCount ?? UInt64(entry.content.count))
        return number(Int(entry.checksum ?? checksum(entry.content)), 4)
            + number(entry.isLarge ? 0xFFFF_FFFF : packedByteCount, 4)
            + number(entry.isLarge ? 0xFFFF_FFFF : byteCount, 4)
    }

    private func packed(_ entry: Entry) -> [UInt8] {
        entry.method == 8 ? deflatedStream(entry.content) : entry.content
    }
}

/// Returns a deflate stream of stored blocks.
func deflatedStream(_ content: [UInt8], blockByteCount: Int = 60_000) -> [UInt8] {
    var stream: [UInt8] = []
    var rest = content[...]
    repeat {
        let block = rest.prefix(blockByteCount)
        rest = rest.dropFirst(block.count)
        stream += [rest.isEmpty ? 1 : 0] + number(block.count, 2) + number(~block.count & 0xFFFF, 2)
        stream += block
    } while !rest.isEmpty
    return stream
}

/// Returns the bytes of a number, low byte first.
func number(_ value: Int, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// Returns the CRC-32 of bytes, computed bit by bit.
func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { state, byte in
        (0..<8).reduce(state ^ UInt32(byte)) { state, _ in
            state & 1 == 1 ? 0xEDB8_8320 ^ state >> 1 : state >> 1
        }
    }
}

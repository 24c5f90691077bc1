/// A batch of rows between reader and inserter, packed into one block of memory.
///
/// A row is a sequence of values: a type byte, then the eight bytes of a number, or a four-byte
/// length and the text. If there are several tables, the number of the row's table comes first.
/// Text is bound without copying it out of the batch.
// Only one thread has it at a time: its creator, or the one that received it from a channel.
package final class RowBatch: @unchecked Sendable {
    /// The size of its memory, in bytes, unless a single row needs more.
    package static let normalByteCount = 256 << 10

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// The size of its rows, in bytes.
    package private(set) var byteCount = 0
    /// The number of units of the job that ended in it, for callers that count them; 0 by default.
    package var unitCount = 0

    /// Creates an empty batch.
    package init() {
        capacity = Self.normalByteCount
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        memory.deallocate()
    }

    /// Returns the maximum size of a row, in bytes.
    package static func byteCountMax(columnCount: Int, textByteCount: Int) -> Int {
        2 + 9 * columnCount + textByteCount
    }

    /// Returns whether a row of this many bytes fits.
    package func hasRoom(for count: Int) -> Bool {
        capacity - byteCount >= count
    }

    /// Removes the rows, and makes room for a row of `count` bytes.
    package func clear(for count: Int = 0) {
        byteCount = 0
        unitCount = 0
        let wanted = max(Self.normalByteCount, count)
        guard wanted > capacity || capacity > Self.normalByteCount else { return }
        memory.deallocate()
        capacity = wanted
        memory = .allocate(byteCount: wanted, alignment: 16)
    }

    /// Begins a row, which ``end(_:)`` adds.
    package func begin() -> RowPacker {
        RowPacker(position: memory + byteCount)
    }

    /// Begins a row of one of several tables.
    package func begin(table: Int) -> RowPacker {
        var row = begin()
        row.store(UInt16(truncatingIfNeeded: table))
        return row
    }

    /// Adds a finished row.
    package func end(_ row: RowPacker) {
        byteCount = row.position - memory
        assert(byteCount <= capacity, "reserve room before a row begins")
    }

    /// A reader of the rows, from the first.
    package var rows: RowUnpacker {
        RowUnpacker(position: UnsafeRawPointer(memory), end: UnsafeRawPointer(memory + byteCount))
    }
}

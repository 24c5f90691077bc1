/// Rows on their way from who reads them to who inserts them, packed into one stretch of memory.
///
/// A row is its values, each a byte that says what follows, then eight bytes of a number, or four of a
/// length and the text. Where there are several tables, the number of the row's table comes first.
/// Text is bound where it lies here.
// One thread has it at a time: whoever took it from a channel, or made it.
package final class RowBatch: @unchecked Sendable {
    /// The size of its memory, in bytes, unless a single row needs more.
    package static let normalByteCount = 256 << 10

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// The size of its rows, in bytes.
    package private(set) var byteCount = 0
    /// The number of units of the job that ended in it, for those who count them; default 0.
    package var unitCount = 0

    /// Creates an empty batch.
    package init() {
        capacity = Self.normalByteCount
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        memory.deallocate()
    }

    /// The most bytes that a row takes.
    package static func byteCountMax(columnCount: Int, textByteCount: Int) -> Int {
        2 + 9 * columnCount + textByteCount
    }

    /// True if a row of that many bytes fits.
    package func hasRoom(for count: Int) -> Bool {
        capacity - byteCount >= count
    }

    /// Forgets the rows, and makes room for one of a number of bytes.
    package func clear(for count: Int = 0) {
        byteCount = 0
        unitCount = 0
        let wanted = max(Self.normalByteCount, count)
        guard wanted > capacity || capacity > Self.normalByteCount else { return }
        memory.deallocate()
        capacity = wanted
        memory = .allocate(byteCount: wanted, alignment: 16)
    }

    /// Begins a row; it counts once it is given to ``end(_:)``.
    package func begin() -> RowPacker {
        RowPacker(position: memory + byteCount)
    }

    /// Begins a row of one of several tables.
    package func begin(table: Int) -> RowPacker {
        var row = begin()
        row.store(UInt16(truncatingIfNeeded: table))
        return row
    }

    /// Keeps a finished row.
    package func end(_ row: RowPacker) {
        byteCount = row.position - memory
        assert(byteCount <= capacity, "room is made before a row begins")
    }

    /// A reader of the rows, from the first.
    package var rows: RowUnpacker {
        RowUnpacker(position: UnsafeRawPointer(memory), end: UnsafeRawPointer(memory + byteCount))
    }
}

import Glibc
import SQLiteStore

/// Rows of any tables on their way from a parser to the writer, packed into one stretch of memory.
///
/// A row is its table's number and its values: a byte that says what follows, then eight bytes of a
/// number, or four of a length and the text. The writer binds text where it lies here.
// One thread has it at a time: whoever took it from the channel, or made it.
final class RowBatch: @unchecked Sendable {
    /// What it holds unless a single row needs more, in bytes.
    static let normalByteCount = 64 << 10

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// How many bytes its rows take.
    private(set) var byteCount = 0
    /// How many files ended in it.
    var fileCount = 0

    init() {
        capacity = Self.normalByteCount
        memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        memory.deallocate()
    }

    /// The most bytes that a row takes.
    static func byteCountMax(columnCount: Int, textByteCount: Int) -> Int {
        2 + 9 * columnCount + textByteCount
    }

    func hasRoom(for count: Int) -> Bool {
        capacity - byteCount >= count
    }

    /// Forgets the rows, and makes room for one of a number of bytes.
    func clear(for count: Int = 0) {
        byteCount = 0
        fileCount = 0
        let wanted = max(Self.normalByteCount, count)
        guard wanted > capacity || capacity > Self.normalByteCount else { return }
        memory.deallocate()
        capacity = wanted
        memory = .allocate(byteCount: wanted, alignment: 16)
    }

    /// Begins a row; it counts once it is given to ``end(_:)``.
    func begin(table: Int) -> RowPacker {
        var row = RowPacker(position: memory + byteCount)
        row.put(UInt16(truncatingIfNeeded: table))
        return row
    }

    /// Keeps a finished row.
    func end(_ row: RowPacker) {
        byteCount = row.position - memory
        assert(byteCount <= capacity, "room is made before a row begins")
    }

    /// Reads the rows from the first.
    var rows: RowUnpacker {
        RowUnpacker(position: UnsafeRawPointer(memory), end: UnsafeRawPointer(memory + byteCount))
    }
}

/// What follows in a packed row.
private enum Tag {
    static let null: UInt8 = 0
    static let integer: UInt8 = 1
    static let real: UInt8 = 2
    static let text: UInt8 = 3
}

/// Appends values to a row, without asking for room.
struct RowPacker {
    fileprivate(set) var position: UnsafeMutableRawPointer

    mutating func null() {
        put(Tag.null)
    }

    mutating func integer(_ number: Int64) {
        put(Tag.integer)
        put(number)
    }

    /// A number of thousandths, stored as the real number nearest to it.
    mutating func decimal(_ thousandths: Int64) {
        put(Tag.real)
        put(Double(thousandths) / 1000)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        put(Tag.text)
        put(UInt32(truncatingIfNeeded: bytes.count))
        guard let start = bytes.baseAddress else { return }
        memcpy(position, start, bytes.count)
        position += bytes.count
    }

    @inline(__always)
    fileprivate mutating func put<Value: BitwiseCopyable>(_ value: Value) {
        position.storeBytes(of: value, as: Value.self)
        position += MemoryLayout<Value>.size
    }
}

/// Reads packed rows.
struct RowUnpacker {
    fileprivate var position: UnsafeRawPointer
    fileprivate let end: UnsafeRawPointer

    /// The next row's table; nil behind the last row.
    mutating func nextTable() -> Int? {
        position < end ? Int(take(UInt16.self)) : nil
    }

    /// The row's next value; text lies in the batch.
    @inline(__always)
    mutating func value() -> FieldValue {
        switch take(UInt8.self) {
        case Tag.integer: return .integer(take(Int64.self))
        case Tag.real: return .real(take(Double.self))
        case Tag.text:
            let count = Int(take(UInt32.self))
            defer { position += count }
            return .text(UnsafeRawBufferPointer(start: position, count: count))
        default: return .null
        }
    }

    @inline(__always)
    private mutating func take<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { position += MemoryLayout<Value>.size }
        return position.loadUnaligned(as: type)
    }
}

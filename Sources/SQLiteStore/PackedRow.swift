/// The byte before a packed value, which gives its type.
@usableFromInline
enum ValueTag {
    @inlinable static var null: UInt8 { 0 }
    @inlinable static var integer: UInt8 { 1 }
    @inlinable static var real: UInt8 { 2 }
    @inlinable static var text: UInt8 { 3 }
}

/// A packer that appends the values of a row to a ``RowBatch``, without checking for room.
package struct RowPacker {
    @usableFromInline var position: UnsafeMutableRawPointer

    init(position: UnsafeMutableRawPointer) {
        self.position = position
    }

    /// Appends a value.
    @inlinable @inline(__always)
    package mutating func value(_ value: FieldValue) {
        switch value {
        case .null: null()
        case .integer(let number): integer(number)
        case .real(let number): real(number)
        case .text(let bytes): text(bytes)
        }
    }

    /// Appends NULL.
    @inlinable
    package mutating func null() {
        store(ValueTag.null)
    }

    /// Appends an integer.
    @inlinable
    package mutating func integer(_ number: Int64) {
        store(ValueTag.integer)
        store(number)
    }

    /// Appends a floating-point number.
    @inlinable
    package mutating func real(_ number: Double) {
        store(ValueTag.real)
        store(number)
    }

    /// Appends a copy of a text.
    @inlinable
    package mutating func text(_ bytes: UnsafeRawBufferPointer) {
        store(ValueTag.text)
        store(UInt32(truncatingIfNeeded: bytes.count))
        guard let start = bytes.baseAddress else { return }
        position.copyMemory(from: start, byteCount: bytes.count)
        position += bytes.count
    }

    @inlinable @inline(__always)
    mutating func store<Value: BitwiseCopyable>(_ value: Value) {
        position.storeBytes(of: value, as: Value.self)
        position += MemoryLayout<Value>.size
    }
}

/// A reader of the rows of a ``RowBatch``.
package struct RowUnpacker {
    @usableFromInline var position: UnsafeRawPointer
    @usableFromInline let end: UnsafeRawPointer

    init(position: UnsafeRawPointer, end: UnsafeRawPointer) {
        self.position = position
        self.end = end
    }

    /// Whether all rows have been read.
    @inlinable
    package var isAtEnd: Bool { position >= end }

    /// Returns the table of the next row, if there are several tables; `nil` after the last row.
    @inlinable
    package mutating func nextTable() -> Int? {
        isAtEnd ? nil : Int(take(UInt16.self))
    }

    /// Returns the row's next value; text points into the batch.
    @inlinable @inline(__always)
    package mutating func value() -> FieldValue {
        switch take(UInt8.self) {
        case ValueTag.integer: return .integer(take(Int64.self))
        case ValueTag.real: return .real(take(Double.self))
        case ValueTag.text:
            let count = Int(take(UInt32.self))
            defer { position += count }
            return .text(UnsafeRawBufferPointer(start: position, count: count))
        default: return .null
        }
    }

    @inlinable @inline(__always)
    mutating func take<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { position += MemoryLayout<Value>.size }
        return position.loadUnaligned(as: type)
    }
}

/// An entry's record in an archive's central directory, unchecked.
struct DirectoryRecord {
    /// The size of a record before its name, in bytes.
    static let headByteCount = 46
    private static let signature: UInt32 = 0x0201_4B50

    /// The record's position, in bytes from the file's start.
    let offset: Int
    /// The system that defines the attributes.
    let system: UInt8
    let flags: UInt16
    let method: UInt16
    let checksum: UInt32
    let attributes: UInt32
    let name: [UInt8]
    /// The sizes and position of the entry; `nil` if one of them should be in the ZIP64 field and
    /// is missing there.
    let extent: Extent?

    /// The sizes of an entry in bytes, and its offset in the archive.
    struct Extent {
        var packedByteCount: UInt64
        var byteCount: UInt64
        var offset: UInt64
    }

    /// Returns the size in bytes of the record with this head; `nil` if it isn't a record.
    static func byteCount(_ head: UnsafeRawBufferPointer) -> Int? {
        guard head.count >= headByteCount, head.word(at: 0) == signature else { return nil }
        return headByteCount + Int(head.short(at: 28)) + Int(head.short(at: 30))
            + Int(head.short(at: 32))
    }

    /// Parses a complete record.
    init(_ bytes: UnsafeRawBufferPointer, offset: Int) {
        self.offset = offset
        system = bytes[5]
        flags = bytes.short(at: 8)
        method = bytes.short(at: 10)
        checksum = bytes.word(at: 16)
        attributes = bytes.word(at: 38)
        let nameEnd = Self.headByteCount + Int(bytes.short(at: 28))
        name = Array(bytes[Self.headByteCount..<nameEnd])
        let short = Extent(
            packedByteCount: UInt64(bytes.word(at: 20)), byteCount: UInt64(bytes.word(at: 24)),
            offset: UInt64(bytes.word(at: 42)))
        let fields = bytes[nameEnd..<nameEnd + Int(bytes.short(at: 30))]
        extent = short.completed(by: fields)
    }
}

extension DirectoryRecord.Extent {
    /// The value of a number that is in the ZIP64 field instead.
    private static let elsewhere = UInt64(UInt32.max)
    private static let largeNumbersID: UInt16 = 1

    /// Returns the extent with the numbers in the ZIP64 field; `nil` if one is missing there.
    fileprivate func completed(by fields: Slice<UnsafeRawBufferPointer>) -> Self? {
        let members: [WritableKeyPath<Self, UInt64>] = [\.byteCount, \.packedByteCount, \.offset]
        let missing = members.filter { self[keyPath: $0] == Self.elsewhere }
        if missing.isEmpty { return self }
        guard var numbers = Self.largeNumbers(in: fields) else { return nil }
        var extent = self
        for member in missing {
            guard numbers.count >= 8 else { return nil }
            extent[keyPath: member] = numbers.long(at: 0)
            numbers = numbers.dropFirst(8)
        }
        return extent
    }

    /// Returns the content of the ZIP64 field; `nil` if there is none.
    private static func largeNumbers(
        in fields: Slice<UnsafeRawBufferPointer>
    ) -> Slice<UnsafeRawBufferPointer>? {
        var rest = fields
        while rest.count >= 4 {
            let byteCount = Int(rest.short(at: 2))
            guard rest.count >= 4 + byteCount else { return nil }
            let content = rest.dropFirst(4).prefix(byteCount)
            if rest.short(at: 0) == largeNumbersID { return content }
            rest = rest.dropFirst(4 + byteCount)
        }
        return nil
    }
}

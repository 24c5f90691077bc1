/// An entry as an archive's central directory has it: nothing of it is checked.
struct DirectoryRecord {
    /// The bytes before the name.
    static let headByteCount = 46
    private static let signature: UInt32 = 0x0201_4B50

    /// Where the record is, in bytes from the file's start.
    let offset: Int
    /// The system whose rules the attributes follow.
    let system: UInt8
    let flags: UInt16
    let method: UInt16
    let checksum: UInt32
    let attributes: UInt32
    let name: [UInt8]
    /// The packed size in bytes, the size, and the offset of the entry in the archive; nil if the field
    /// for large numbers, which should have one of them, hasn't.
    let extent: Extent?

    /// The size and place of an entry.
    struct Extent {
        var packedByteCount: UInt64
        var byteCount: UInt64
        var offset: UInt64
    }

    /// The size in bytes of the record that begins with these; nil if it is none.
    static func byteCount(_ head: UnsafeRawBufferPointer) -> Int? {
        guard head.count >= headByteCount, head.word(at: 0) == signature else { return nil }
        return headByteCount + Int(head.short(at: 28)) + Int(head.short(at: 30))
            + Int(head.short(at: 32))
    }

    /// Takes a whole record apart.
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
    /// The number that stands for one that is elsewhere.
    private static let elsewhere = UInt64(UInt32.max)
    private static let largeNumbersID: UInt16 = 1

    /// The extent with the numbers that only the extra fields have; nil if those don't.
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

    /// The content of the field for large numbers; nil without one.
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

import CInflate

/// An entry of an archive, as described in its directory.
struct ScannedEntry {
    let recordByteCount: Int
    let system: UInt8
    let flags: UInt64
    let method: UInt64
    let checksum: UInt64
    private(set) var packedByteCount: UInt64
    private(set) var byteCount: UInt64
    private(set) var offset: UInt64
    let attributes: UInt64
    let name: [UInt8]
    /// Whether all numbers too large for the plain fields are present.
    private(set) var isComplete = true

    private static let elsewhere: UInt64 = 0xFFFF_FFFF

    /// Parses a directory record; `nil` if there is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= 46, Self.number(bytes, at: 0, byteCount: 4) == 0x0201_4B50 else {
            return nil
        }
        func number(_ offset: Int, of byteCount: Int) -> UInt64 {
            Self.number(bytes, at: offset, byteCount: byteCount)
        }
        let (nameCount, extraCount) = (Int(number(28, of: 2)), Int(number(30, of: 2)))
        recordByteCount = 46 + nameCount + extraCount + Int(number(32, of: 2))
        guard bytes.count >= recordByteCount else { return nil }
        system = UInt8(truncatingIfNeeded: number(5, of: 1))
        (flags, method, checksum) = (number(8, of: 2), number(10, of: 2), number(16, of: 4))
        (packedByteCount, byteCount, offset) = (
            number(20, of: 4), number(24, of: 4), number(42, of: 4)
        )
        attributes = number(38, of: 4)
        let nameStart = bytes.startIndex + 46
        name = Array(bytes[nameStart..<nameStart + nameCount])
        isComplete = takeLargeNumbers(
            bytes[(nameStart + nameCount)..<nameStart + nameCount + extraCount])
    }

    private mutating func takeLargeNumbers(_ fields: ArraySlice<UInt8>) -> Bool {
        guard [byteCount, packedByteCount, offset].contains(Self.elsewhere) else { return true }
        var rest = fields
        while rest.count >= 4 {
            let size = Int(Self.number(rest, at: 2, byteCount: 2))
            guard rest.count >= 4 + size else { return false }
            var content = rest.dropFirst(4).prefix(size)
            if Self.number(rest, at: 0, byteCount: 2) == 1 {
                guard Self.take(&byteCount, from: &content),
                    Self.take(&packedByteCount, from: &content)
                else { return false }
                return Self.take(&offset, from: &content)
            }
            rest = rest.dropFirst(4 + size)
        }
        return false
    }

    private static func take(
        _ number: inout UInt64, from content: inout ArraySlice<UInt8>
    ) -> Bool {
        guard number == elsewhere else { return true }
        guard content.count >= 8 else { return false }
        number = Self.number(content, at: 0, byteCount: 8)
        content = content.dropFirst(8)
        return true
    }

    /// Returns a little-endian number at an offset from the start.
    static func number(
        _ bytes: some RandomAccessCollection<UInt8>, at offset: Int, byteCount: Int
    ) -> UInt64 {
        bytes.dropFirst(offset).prefix(byteCount).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// The rules for the entries that may be read.
extension ScannedEntry {
    private static let byteCountMaximum: UInt64 = 1 << 30
    private static let denseByteCountMaximum: UInt64 = 1 << 20
    private static let densityMaximum: UInt64 = 250

    private var separator: UInt8 {
        name.contains(UInt8(ascii: "/")) ? UInt8(ascii: "/") : UInt8(ascii: "\\")
    }

    /// Whether the name is a folder's.
    var isFolder: Bool { name.last == separator }

    /// The parts of the path; `nil` for a name that leads out of the tree or can't be a file's.
    var parts: [ArraySlice<UInt8>]? {
        let isDrive = name.count > 1 && name[1] == UInt8(ascii: ":")
        guard let first = name.first, first != separator, !isDrive, !name.contains(0) else {
            return nil
        }
        let parts = name.split(separator: separator).filter { $0 != [UInt8(ascii: ".")] }
        let leads = parts.contains { $0 == [UInt8(ascii: "."), UInt8(ascii: ".")] }
        return leads || parts.contains { $0.count > 255 } ? nil : parts
    }

    /// Returns whether the entry is a regular file with a known compression method and allowed
    /// size.
    func isAcceptable(packedByteCount: Int) -> Bool {
        let type = attributes >> 16 & 0o170000
        let isRegular = ![3, 19].contains(system) || type == 0 || type == 0o100000
        let isDense =
            byteCount > Self.denseByteCountMaximum
            && byteCount / Self.densityMaximum > UInt64(packedByteCount)
        return isComplete && isRegular && flags & 0x2041 == 0 && [0, 8].contains(method)
            && byteCount <= Self.byteCountMaximum && !isDense
            && (method == 8 || byteCount == UInt64(packedByteCount))
    }

    /// Returns the unpacked content; `nil` if the packed bytes are damaged.
    func content(of packed: [UInt8]) -> [UInt8]? {
        guard let content = method == 8 ? inflated(packed) : packed,
            content.count == Int(byteCount),
            UInt64(crc32(0, content, uInt(content.count))) == checksum
        else { return nil }
        return content
    }

    private func inflated(_ packed: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard packed.count <= UInt32.max else { return nil }
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var packed = packed
        var isWhole = false
        let content = [UInt8](unsafeUninitializedCapacity: Int(byteCount) + 1) { output, filled in
            packed.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END
                filled = output.count - Int(stream.avail_out)
            }
        }
        return isWhole ? content : nil
    }
}

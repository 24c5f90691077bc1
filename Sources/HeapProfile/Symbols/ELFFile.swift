internal import Files

/// The parts of an ELF file needed for symbolization (64-bit, little-endian; System V ABI, chapters
/// 4 and 5).
package struct ELFFile: Sendable {
    /// A loadable segment.
    struct Segment: Sendable {
        var offset: UInt64
        var address: UInt64
        var fileBytes: UInt64
    }

    /// The build ID, in hexadecimal; `nil` if the file has none.
    package let buildID: String?
    let segments: [Segment]

    /// The number of bytes to read; program headers and notes are at the start of a file.
    private static let headBytes = 64 << 10
    private static let loadType: UInt32 = 1
    private static let noteType: UInt32 = 4
    private static let buildIDNote: UInt32 = 3

    /// Reads the start of a file; `nil` if it can't be read or is not an ELF file.
    package init?(path: String) {
        let head = try? OpenFile(reading: path).readFirst(byteCount: Self.headBytes)
        guard let head else { return nil }
        self.init(head)
    }

    /// Parses the start of a file, with its program headers and notes; `nil` if it is not an ELF
    /// file.
    package init?(_ contents: [UInt8]) {
        guard contents.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return nil }
        let bytes = LittleEndian(contents)
        guard let table: UInt64 = bytes[32], let size: UInt16 = bytes[54],
            let count: UInt16 = bytes[56]
        else { return nil }
        var segments: [Segment] = []
        var buildID: String?
        for index in 0..<Int(count) {
            let start = Int(clamping: table) + index * Int(size)
            guard let type: UInt32 = bytes[start], let offset: UInt64 = bytes[start + 8],
                let address: UInt64 = bytes[start + 16], let length: UInt64 = bytes[start + 32]
            else { return nil }
            if type == Self.loadType {
                segments.append(Segment(offset: offset, address: address, fileBytes: length))
            } else if type == Self.noteType {
                buildID =
                    buildID
                    ?? Self.buildID(
                        in: bytes, from: Int(clamping: offset), count: Int(clamping: length))
            }
        }
        self.segments = segments
        self.buildID = buildID
    }

    private static func buildID(in bytes: LittleEndian, from start: Int, count: Int) -> String? {
        var place = start
        while place + 12 <= start + count {
            guard let nameBytes: UInt32 = bytes[place], let size: UInt32 = bytes[place + 4],
                let type: UInt32 = bytes[place + 8]
            else { return nil }
            let content = place + 12 + Int(nameBytes + 3) / 4 * 4
            if type == buildIDNote, let id = bytes.hexadecimal(content, count: Int(size)) {
                return id
            }
            place = content + Int(size + 3) / 4 * 4
        }
        return nil
    }

    /// Returns the address of a file offset, in the numbering used by symbol tables.
    package func address(ofOffset offset: UInt64) -> UInt64? {
        segments.first { offset >= $0.offset && offset - $0.offset < $0.fileBytes }
            .map { offset - $0.offset + $0.address }
    }
}

/// A reader of little-endian integers; `nil` beyond the end.
struct LittleEndian {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    subscript<Number: FixedWidthInteger>(_ start: Int) -> Number? {
        let size = MemoryLayout<Number>.size
        guard start >= 0, start <= bytes.count - size else { return nil }
        return bytes[start..<start + size].reversed().reduce(0) { $0 << 8 | Number($1) }
    }

    func hexadecimal(_ start: Int, count: Int) -> String? {
        guard count > 0, start >= 0, start <= bytes.count - count else { return nil }
        return bytes[start..<start + count].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

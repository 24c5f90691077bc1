/// A line that begins or ends a section: `{CNHA}` or `{/CNHA}`.
struct SectionMark: Hashable, Sendable {
    let code: SectionCode
    let isClosing: Bool

    /// Parses a line; `nil` if it isn't a mark.
    init?(_ line: UnsafeRawBufferPointer) {
        guard (6...8).contains(line.count), line.first == UInt8(ascii: "{"),
            line.last == UInt8(ascii: "}")
        else { return nil }
        isClosing = line[1] == UInt8(ascii: "/")
        guard let code = SectionCode(line[(isClosing ? 2 : 1)..<(line.count - 1)]) else {
            return nil
        }
        self.code = code
    }
}

/// The name of a section, known or not: four or five capital letters and digits.
struct SectionCode: Hashable, Sendable, CustomStringConvertible {
    private let packed: UInt64

    /// Parses a name; `nil` if it isn't one.
    init?(_ bytes: some Collection<UInt8>) {
        guard (4...5).contains(bytes.count) else { return nil }
        var packed: UInt64 = 0
        for byte in bytes {
            guard (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) else { return nil }
            packed = packed << 8 | UInt64(byte)
        }
        self.packed = packed
    }

    /// The maximum length of a name, in bytes.
    static let byteCountMax = 5

    /// Passes the bytes of the name to `body`.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: packed.bigEndian) { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes.drop { $0 == 0 }))
        }
    }

    var description: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}

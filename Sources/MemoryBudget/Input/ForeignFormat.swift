/// A file format other than UTF-8 text, recognised by its first bytes.
package enum ForeignFormat: Hashable, Sendable, CaseIterable {
    case utf16
    case utf32
    case gzip
    case zip
    case zstandard
    case xz
    case bzip2
    case sqlite

    /// The number of bytes needed to recognise a format.
    package static let byteCount = 64

    /// Recognises the format at the start of a file; `nil` if the file may be UTF-8.
    ///
    /// UTF-16 without a byte-order mark is recognised by its zeros: in mostly Latin text, every
    /// other byte is zero.
    package init?(startOf bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(Self.byteCount))
        let format = Self.signatures.first { start.starts(with: $0.bytes) }?.format
        guard let format = format ?? (Self.isUTF16(start) ? .utf16 : nil) else { return nil }
        self = format
    }

    /// The signatures, with longer ones before those that they begin with.
    private static let signatures: [(bytes: [UInt8], format: ForeignFormat)] = [
        ([0xFF, 0xFE, 0, 0], .utf32), ([0, 0, 0xFE, 0xFF], .utf32),
        ([0xFF, 0xFE], .utf16), ([0xFE, 0xFF], .utf16),
        ([0x1F, 0x8B], .gzip), (Array("PK\u{3}\u{4}".utf8), .zip),
        ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
        (Array("BZh".utf8) + [0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], .bzip2),
        (Array("SQLite format 3\0".utf8), .sqlite),
    ]

    /// Returns whether three of four bytes are zero at even positions and none at odd ones, or vice
    /// versa.
    private static func isUTF16(_ start: [UInt8]) -> Bool {
        let pairCount = start.count / 2
        guard pairCount >= 4 else { return false }
        var zeroCounts = [0, 0]
        for index in 0..<(2 * pairCount) where start[index] == 0 { zeroCounts[index % 2] += 1 }
        return zeroCounts.min() == 0 && zeroCounts.reduce(0, max) * 4 >= pairCount * 3
    }

    /// The apparent format and the remedy, as parts of a sentence.
    package var advice: String {
        switch self {
        case .utf16: "it looks like UTF-16; convert it with 'iconv -f UTF-16 -t UTF-8'"
        case .utf32: "it looks like UTF-32; convert it with 'iconv -f UTF-32 -t UTF-8'"
        case .gzip: "it is compressed with gzip; decompress it with 'gunzip'"
        case .zip:
            "it is a ZIP archive, such as an Excel workbook; unpack it with 'unzip', or save the"
                + " workbook as CSV"
        case .zstandard: "it is compressed with Zstandard; decompress it with 'unzstd'"
        case .xz: "it is compressed with xz; decompress it with 'unxz'"
        case .bzip2: "it is compressed with bzip2; decompress it with 'bunzip2'"
        case .sqlite: "it is an SQLite database; export the table as CSV first"
        }
    }

    /// The advice for a header that isn't UTF-8 and matches no known format.
    package static let otherTextAdvice =
        "it looks like text in another encoding, such as Windows-1252; convert it with"
        + " 'iconv -f WINDOWS-1252 -t UTF-8'"
}

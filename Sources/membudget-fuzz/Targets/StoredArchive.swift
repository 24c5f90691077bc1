/// A builder of ZIP archives of uncompressed files, used as seeds.
enum StoredArchive {
    /// Returns the archive.
    static func bytes(of files: [(name: String, text: String)]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let (name, content) = (Array(file.name.utf8), Array(file.text.utf8))
            let sizes =
                number(Int(checksum(content)), of: 4) + number(content.count, of: 4)
                + number(content.count, of: 4) + number(name.count, of: 2)
            let place = archive.count
            archive +=
                number(0x0403_4B50, of: 4) + number(20, of: 2) + number(0, of: 8) + sizes
                + number(0, of: 2)
            archive += name + content
            directory +=
                number(0x0201_4B50, of: 4) + number(20, of: 2) + number(20, of: 2)
                + number(0, of: 8)
            directory += sizes + number(0, of: 12) + number(place, of: 4) + name
        }
        let end =
            number(0x0605_4B50, of: 4) + number(0, of: 4) + number(files.count, of: 2)
            + number(files.count, of: 2) + number(directory.count, of: 4)
            + number(archive.count, of: 4)
            + number(0, of: 2)
        return archive + directory + end
    }

    /// Returns the bytes of a number, lowest first.
    private static func number(_ value: Int, of byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Returns the CRC-32 of bytes, computed bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { state, byte in
            (0..<8).reduce(state ^ UInt32(byte)) { state, _ in
                state & 1 == 1 ? 0xEDB8_8320 ^ state >> 1 : state >> 1
            }
        }
    }
}

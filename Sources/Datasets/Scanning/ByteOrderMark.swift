/// The three bytes that some programs put before UTF-8 text; they belong to no record.
enum ByteOrderMark {
    /// Returns the number of bytes to skip at the start of a file's first chunk: 3 or 0.
    static func count(in chunk: UnsafeRawBufferPointer) -> Int {
        chunk.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}

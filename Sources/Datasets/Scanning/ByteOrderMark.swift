/// The three bytes that some programs put at the start of UTF-8; they belong to no record.
enum ByteOrderMark {
    /// How many bytes of a file's first chunk are to be skipped: 3 or 0.
    static func count(in chunk: UnsafeRawBufferPointer) -> Int {
        chunk.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}

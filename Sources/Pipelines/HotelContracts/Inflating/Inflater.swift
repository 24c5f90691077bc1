/// A decompressor of raw deflate streams, one after another, in the same memory.
protocol Inflater: AnyObject {
    /// Starts a stream, and forgets the one before.
    func begin()

    /// Decompresses as much as the input has and the output takes.
    ///
    /// - Parameters:
    ///   - input: The next packed bytes; what was used is taken off its start.
    ///   - output: Where the bytes go.
    /// - Returns: How many bytes came, and whether the stream ended with them.
    /// - Throws: ``DamagedStream``.
    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedStream) -> (byteCount: Int, isAtEnd: Bool)

    /// The CRC-32 of bytes that follow others, whose CRC-32 is given; 0 if there are none before.
    func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32
}

/// The input is no deflate stream.
struct DamagedStream: Error {}

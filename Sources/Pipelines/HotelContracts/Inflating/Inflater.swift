/// A decompressor of raw deflate streams, one after another, in the same memory.
protocol Inflater: AnyObject {
    /// Starts a stream, and discards the previous one.
    func begin()

    /// Decompresses as much as the input has and the output can hold.
    ///
    /// - Parameters:
    ///   - input: The next compressed bytes; used bytes are removed from its start.
    ///   - output: The memory for the decompressed bytes.
    /// - Returns: The number of bytes, and whether the stream ended with them.
    /// - Throws: ``DamagedStream``.
    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedStream) -> (byteCount: Int, isAtEnd: Bool)

    /// Returns the CRC-32 of all bytes so far, given these and the CRC-32 of those before; 0 at
    /// first.
    func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32
}

/// An error for input that isn't a deflate stream.
struct DamagedStream: Error {}

#if XLSX
    import PipelineKit

    /// A compressor of an archive's parts, one after another, into raw deflate streams.
    ///
    /// Its memory is the same for parts of any length.
    protocol Deflater: AnyObject {
        /// A function that takes compressed bytes, which are valid only during the call.
        typealias Sink = (UnsafeRawBufferPointer) throws(WorkerError) -> Void

        /// Starts a part, and discards the previous one.
        func begin() throws(WorkerError)
        /// Compresses bytes of the part; their output may come in a later call.
        func write(_ bytes: UnsafeRawBufferPointer, into sink: Sink) throws(WorkerError)
        /// Ends the part: the rest of its output goes to the sink.
        func finish(into sink: Sink) throws(WorkerError)
        /// Returns the CRC-32 of all bytes so far, given these and the CRC-32 of those before; 0 at
        /// first.
        func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32
    }
#endif

#if XLSX
    import PipelineKit

    /// A compressor of parts of an archive, one after another, into raw deflate streams.
    ///
    /// It holds the same memory however long a part is.
    protocol Deflater: AnyObject {
        /// A function that takes compressed bytes; they are valid only during the call.
        typealias Sink = (UnsafeRawBufferPointer) throws(WorkerError) -> Void

        /// Starts a part, and forgets the one before.
        func begin() throws(WorkerError)
        /// Compresses bytes of the part. What comes of them may come later.
        func write(_ bytes: UnsafeRawBufferPointer, into sink: Sink) throws(WorkerError)
        /// Ends the part: everything held back goes into the sink.
        func finish(into sink: Sink) throws(WorkerError)
        /// The CRC-32 of bytes that follow others, whose CRC-32 is given; 0 if there are none before.
        func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32
    }
#endif

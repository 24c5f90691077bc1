#if XLSX
    import PipelineKit

    /// An archive that is written part by part.
    protocol ArchiveOutput: AnyObject {
        /// Begins a part, which must be shorter than 4 GiB.
        func beginPart(_ name: String) throws(WorkerError)
        /// Adds bytes to the part.
        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError)
        /// Ends the part.
        func endPart() throws(WorkerError)
        /// Writes the central directory, which completes the archive.
        func close() throws(WorkerError)
    }
#endif

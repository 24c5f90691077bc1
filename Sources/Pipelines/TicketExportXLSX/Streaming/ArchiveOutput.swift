#if XLSX
    import PipelineKit

    /// An archive that is being written, part after part.
    protocol ArchiveOutput: AnyObject {
        /// Begins a part; it must be shorter than 4 GiB.
        func beginPart(_ name: String) throws(WorkerError)
        /// Adds bytes to the part.
        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError)
        /// Ends the part.
        func endPart() throws(WorkerError)
        /// Writes the directory of parts, which makes it an archive.
        func close() throws(WorkerError)
    }
#endif

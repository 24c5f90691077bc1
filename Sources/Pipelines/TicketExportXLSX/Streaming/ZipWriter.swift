#if XLSX
    import CMinizip
    import Glibc
    import PipelineKit

    /// A ZIP archive that is written part after part, every write of which is checked.
    final class ZipWriter {
        /// Of zlib's nine: on rows of tickets it takes two thirds of the default's time, for 7 % more
        /// bytes.
        private static let compressionLevel: Int32 = 4

        private let handle: zipFile
        /// For messages.
        private let name: String
        private var isClosed = false

        /// Makes an archive, or empties the file that is there.
        ///
        /// - Parameter name: What errors call it.
        /// - Throws: ``WorkerError`` with code `io`.
        init(path: String, name: String) throws(WorkerError) {
            guard let handle = zipOpen64(path, APPEND_STATUS_CREATE) else {
                throw WorkerError(.io, "cannot create '\(name)'", underlying: SystemError.last)
            }
            self.handle = handle
            self.name = name
        }

        deinit {
            if !isClosed { zipClose(handle, nil) }
        }

        /// Begins a part; it must be shorter than 4 GiB.
        func beginPart(_ part: String) throws(WorkerError) {
            var information = zip_fileinfo()
            // The first day that an archive can name: equal exports are equal files.
            information.tmz_date.tm_year = 1980
            information.tmz_date.tm_mday = 1
            try check(
                zipOpenNewFileInZip64(
                    handle, part, &information, nil, 0, nil, 0, nil, Z_DEFLATED,
                    Self.compressionLevel, 0))
        }

        /// Adds bytes to the part.
        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
            try check(zipWriteInFileInZip(handle, bytes.baseAddress, UInt32(bytes.count)))
        }

        /// Ends the part.
        func endPart() throws(WorkerError) {
            try check(zipCloseFileInZip(handle))
        }

        /// Writes the directory of parts, which makes it an archive.
        func close() throws(WorkerError) {
            isClosed = true
            try check(zipClose(handle, nil))
        }

        private func check(_ code: Int32) throws(WorkerError) {
            guard code != ZIP_OK else { return }
            // What is no system error either is minizip refusing what it was asked.
            guard code == ZIP_ERRNO, errno != 0 else {
                throw WorkerError(.io, "cannot write '\(name)' (minizip \(code))")
            }
            throw WorkerError(.io, "cannot write '\(name)'", underlying: SystemError.last)
        }
    }
#endif

#if XLSX
    import CMinizip
    import Glibc
    import PipelineKit

    /// A ZIP archive on which every write is checked.
    final class ZipWriter: ArchiveOutput {
        private let handle: zipFile
        private let deflater: any Deflater
        /// The archive's name in error messages.
        private let name: String
        /// The current part's bytes before compression, and their CRC-32.
        private var part = (byteCount: 0, checksum: UInt32(0))
        private var isClosed = false

        /// Creates an archive, or empties an existing file.
        ///
        /// - Parameter name: The archive's name in error messages.
        /// - Throws: ``WorkerError`` with code `io`.
        init(path: String, name: String, compressor: Compressor) throws(WorkerError) {
            deflater = try compressor.makeDeflater()
            guard let handle = zipOpen64(path, APPEND_STATUS_CREATE) else {
                throw WorkerError(.io, "cannot create '\(name)'", underlying: SystemError.last)
            }
            self.handle = handle
            self.name = name
        }

        deinit {
            if !isClosed { zipClose(handle, nil) }
        }

        /// Begins a part, which must be shorter than 4 GiB.
        func beginPart(_ name: String) throws(WorkerError) {
            var information = zip_fileinfo()
            // The earliest day that an archive can name, so that equal exports are equal files.
            information.tmz_date.tm_year = 1980
            information.tmz_date.tm_mday = 1
            // Raw: the bytes passed to minizip are already compressed.
            try check(
                zipOpenNewFileInZip2_64(
                    handle, name, &information, nil, 0, nil, 0, nil, Z_DEFLATED,
                    Z_DEFAULT_COMPRESSION, 1, 0))
            try deflater.begin()
            part = (0, 0)
        }

        /// Adds bytes to the part.
        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
            part.byteCount += bytes.count
            part.checksum = deflater.checksum(of: bytes, after: part.checksum)
            try deflater.write(bytes, into: store)
        }

        /// Ends the part.
        func endPart() throws(WorkerError) {
            try deflater.finish(into: store)
            try check(
                zipCloseFileInZipRaw64(handle, ZPOS64_T(part.byteCount), uLong(part.checksum)))
        }

        /// Writes the central directory, which completes the archive.
        func close() throws(WorkerError) {
            isClosed = true
            try check(zipClose(handle, nil))
        }

        private func store(_ compressed: UnsafeRawBufferPointer) throws(WorkerError) {
            guard !compressed.isEmpty else { return }
            try check(
                zipWriteInFileInZip(handle, compressed.baseAddress, UInt32(compressed.count)))
        }

        private func check(_ code: Int32) throws(WorkerError) {
            guard code != ZIP_OK else { return }
            // Any other code means that minizip refused the call.
            guard code == ZIP_ERRNO, errno != 0 else {
                throw WorkerError(.io, "cannot write '\(name)' (minizip \(code))")
            }
            throw WorkerError(.io, "cannot write '\(name)'", underlying: SystemError.last)
        }
    }
#endif

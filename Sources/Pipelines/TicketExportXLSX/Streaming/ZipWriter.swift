#if XLSX
    import CMinizip
    import Glibc
    import PipelineKit

    /// A ZIP archive whose every write is checked.
    final class ZipWriter: ArchiveOutput {
        private let handle: zipFile
        private let deflater: any Deflater
        /// For messages.
        private let name: String
        /// Bytes of the part before they are compressed, and their CRC-32.
        private var part = (byteCount: 0, checksum: UInt32(0))
        private var isClosed = false

        /// Makes an archive, or empties the file that is there.
        ///
        /// - Parameter name: What errors call it.
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

        /// Begins a part; it must be shorter than 4 GiB.
        func beginPart(_ name: String) throws(WorkerError) {
            var information = zip_fileinfo()
            // The first day that an archive can name, so that equal exports are equal files.
            information.tmz_date.tm_year = 1980
            information.tmz_date.tm_mday = 1
            // Raw: minizip takes what is compressed already.
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

        /// Writes the directory of parts, which makes it an archive.
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
            // What is no system error either is minizip refusing what it was asked.
            guard code == ZIP_ERRNO, errno != 0 else {
                throw WorkerError(.io, "cannot write '\(name)' (minizip \(code))")
            }
            throw WorkerError(.io, "cannot write '\(name)'", underlying: SystemError.last)
        }
    }
#endif

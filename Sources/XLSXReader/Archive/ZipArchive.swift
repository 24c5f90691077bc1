import CMinizip

/// A ZIP archive whose parts are read as streams.
package struct ZipArchive: ~Copyable {
    /// The maximum number of bytes per call of `body`.
    static let chunkByteCount = 64 << 10

    /// The file's path.
    package let path: String
    private let handle: unzFile

    /// Opens an archive and finds its directory.
    ///
    /// - Throws: ``BrokenWorkbook`` if it doesn't exist or is not a ZIP archive.
    package init(path: String) throws(BrokenWorkbook) {
        guard let handle = unzOpen64(path) else {
            throw BrokenWorkbook(
                path: path, part: nil, reason: "it can't be opened as a ZIP archive")
        }
        self.path = path
        self.handle = handle
    }

    deinit {
        unzClose(handle)
    }

    /// Reads a part from start to end.
    ///
    /// - Parameter body: Receives the next bytes, which are valid only until it returns.
    /// - Throws: The errors of `body`; ``BrokenWorkbook`` if the part is missing or damaged, which
    ///   may be detected only after the last piece.
    package func read(_ part: String, body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let byteCount = try open(part)
        // Closing a part that is already closed only returns an error.
        defer { unzCloseCurrentFile(handle) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.chunkByteCount, alignment: 64)
        defer { chunk.deallocate() }
        var readByteCount = 0
        while case let count = try readChunk(of: part, into: chunk), count > 0 {
            readByteCount += count
            try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
        // minizip checks the checksum only if the size matches the directory.
        guard readByteCount == byteCount, unzCloseCurrentFile(handle) == UNZ_OK else {
            throw broken(part, reason: "its checksum is wrong")
        }
    }

    /// Opens a part and returns its size in bytes.
    private func open(_ part: String) throws(BrokenWorkbook) -> Int {
        let isCaseSensitive: Int32 = 1
        var info = unz_file_info64()
        guard unzLocateFile(handle, part, isCaseSensitive) == UNZ_OK else {
            throw broken(part, reason: "it is missing")
        }
        guard unzGetCurrentFileInfo64(handle, &info, nil, 0, nil, 0, nil, 0) == UNZ_OK,
            unzOpenCurrentFile(handle) == UNZ_OK
        else { throw broken(part, reason: "it can't be opened") }
        return Int(info.uncompressed_size)
    }

    private func readChunk(
        of part: String, into chunk: UnsafeMutableRawBufferPointer
    ) throws(BrokenWorkbook) -> Int {
        let count = unzReadCurrentFile(handle, chunk.baseAddress, UInt32(chunk.count))
        guard count >= 0 else { throw broken(part, reason: "it can't be decompressed") }
        return Int(count)
    }

    /// Returns the error for a damaged part.
    func broken(_ part: String, reason: String) -> BrokenWorkbook {
        BrokenWorkbook(path: path, part: part, reason: reason)
    }
}

import CMinizip

/// A ZIP archive, whose parts are read as streams.
package struct ZipArchive: ~Copyable {
    /// One call hands out at most so much of a part.
    static let chunkByteCount = 64 << 10

    /// The file's path.
    package let path: String
    private let handle: unzFile

    /// Opens an archive and finds its directory.
    ///
    /// - Throws: ``BrokenWorkbook``: it isn't there, or is no ZIP archive.
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

    /// Reads a part from its start to its end.
    ///
    /// - Parameter body: Gets the next bytes, which are its own only until it returns.
    /// - Throws: What `body` throws; ``BrokenWorkbook``: there is no such part, or it is damaged,
    ///   which may show only after the last piece.
    package func read(_ part: String, body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let byteCount = try open(part)
        // Closing again what is closed is refused, and that is all.
        defer { unzCloseCurrentFile(handle) }
        let chunk = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.chunkByteCount, alignment: 64)
        defer { chunk.deallocate() }
        var readByteCount = 0
        while case let count = try readChunk(of: part, into: chunk), count > 0 {
            readByteCount += count
            try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
        // minizip compares the checksum only if as much came as the directory says.
        guard readByteCount == byteCount, unzCloseCurrentFile(handle) == UNZ_OK else {
            throw broken(part, reason: "its bytes are not those that were written")
        }
    }

    /// Makes a part the current one; its size in bytes.
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

    /// What is wrong with a part of it.
    func broken(_ part: String, reason: String) -> BrokenWorkbook {
        BrokenWorkbook(path: path, part: part, reason: reason)
    }
}

/// A folder that files are written into, whole or not at all; made and checked beforehand.
package struct OutputDirectory: Sendable {
    private let path: String

    /// Makes the folder, with the ones above it, and checks that it can be written.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk.
    package init(_ path: String) throws(RunStoreError) {
        self.path = path
        try Directory.make(path)
        try AtomicFile.checkWritable(path)
    }

    /// Writes a file, in place of one that is there; folders in its name are made.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate` or `writeFailed`.
    package func write(_ text: String, to name: String) throws(RunStoreError) {
        let file = "\(path)/\(name)"
        try Directory.make(AtomicFile.parent(of: file))
        try AtomicFile.write(Array(text.utf8), to: file)
    }
}

/// A folder that files are written into, whole or not at all; made and checked beforehand.
package struct OutputDirectory: Sendable {
    private let path: String

    /// Makes the folder, with the ones above it, and checks that it can be written.
    package init(_ path: String) throws(FileError) {
        self.path = path
        try Directory.make(path)
        try AtomicFile.checkWritable(path)
    }

    /// Writes a file, in place of one that is there; folders in its name are made.
    package func write(_ text: String, to name: String) throws(FileError) {
        try write(Array(text.utf8), to: name)
    }

    /// The same with bytes of any kind.
    package func write(_ bytes: [UInt8], to name: String) throws(FileError) {
        let file = "\(path)/\(name)"
        try Directory.make(parentPath(of: file))
        try AtomicFile.write(bytes, to: file)
    }
}

/// A folder for output files, which are written atomically. It is created and checked beforehand.
package struct OutputDirectory: Sendable {
    private let path: String

    /// Creates the folder and its missing parents, and checks that files can be written to it.
    package init(_ path: String) throws(FileError) {
        self.path = path
        try Directory.make(path)
        try AtomicFile.checkWritable(path)
    }

    /// Writes or replaces a file, creating the folders in its name.
    package func write(_ text: String, to name: String) throws(FileError) {
        try write(Array(text.utf8), to: name)
    }

    /// Writes or replaces a file with any bytes.
    package func write(_ bytes: [UInt8], to name: String) throws(FileError) {
        let file = "\(path)/\(name)"
        try Directory.make(parentPath(of: file))
        try AtomicFile.write(bytes, to: file)
    }
}

internal import Glibc

/// A small input that somebody named: a regular file, or what this process was given as an open
/// descriptor, such as `/dev/stdin`.
package enum NamedInput {
    /// Its start; nil if nothing is there.
    ///
    /// A FIFO, a device or a folder is refused: reading one may wait for ever, or never end. A pipe that
    /// a shell opened for us has a writer.
    package static func start(
        of path: String, byteCountMaximum: Int
    ) throws(StoredFileError) -> [UInt8]? {
        let target: OutputTarget
        do throws(FileError) {
            target = try OutputTarget(path)
        } catch {
            throw StoredFileError(error)
        }
        guard case .descriptor(let number) = target else {
            return try StoredFile(path)?.start(byteCountMaximum: byteCountMaximum)
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCountMaximum, alignment: 1)
        defer { buffer.deallocate() }
        guard let count = readFully(number, into: buffer) else {
            throw StoredFileError(FileError(.read, path))
        }
        return Array(buffer[..<count])
    }
}

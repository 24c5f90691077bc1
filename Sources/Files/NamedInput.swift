internal import Glibc

/// A small input named by the user: a regular file, or an open descriptor such as `/dev/stdin`.
package enum NamedInput {
    /// Returns the start of the input; `nil` if it doesn't exist.
    ///
    /// FIFOs, devices and folders are refused, because reading them may wait forever or never end.
    /// A pipe opened by a shell is read, because it has a writer.
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

import Glibc
package import PipelineKit

/// A file that appears under its name when it is whole, and not at all otherwise.
///
/// It is written under a temporary name beside its place; letting go of it unpublished removes it.
package final class ExportFile {
    /// The name that it gets.
    package let path: String
    /// The name that it has while it is written.
    package let temporaryPath: String
    /// The open file, for who writes it another way than ``write(_:)``.
    package private(set) var descriptor: Int32
    private var isPublished = false

    /// Creates the temporary file, empty; one that a killed run left is emptied.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package init(at path: String) throws(WorkerError) {
        self.path = path
        temporaryPath = path + ".part"
        descriptor = try createFile(temporaryPath)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isPublished { unlink(temporaryPath) }
    }

    /// Writes the bytes, with one system call if the system takes them all.
    ///
    /// - Throws: ``WorkerError`` with code `io`, naming the file's final path.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
        if let failure = writeAll(bytes, to: descriptor) { throw unwritable(failure) }
    }

    /// Gives the file its name; one that was there is replaced.
    ///
    /// It isn't waited for the disk: the promise is against a job that fails, not against a machine
    /// that does.
    /// - Throws: ``WorkerError`` with code `io`.
    package func publish() throws(WorkerError) {
        let finished = descriptor
        descriptor = -1
        guard close(finished) == 0, rename(temporaryPath, path) == 0 else {
            throw unwritable(.last)
        }
        isPublished = true
    }

    private func unwritable(_ failure: SystemError) -> WorkerError {
        WorkerError(.io, "cannot write '\(path)'", underlying: failure)
    }
}

import Glibc
package import PipelineKit

/// A file that appears under its name when it is whole, and not at all otherwise.
///
/// Letting go of it unpublished removes it.
package final class ExportFile {
    private let output: UnfinishedOutput
    /// The open file, for who writes it another way than ``write(_:)``.
    package private(set) var descriptor: Int32

    /// Creates the file under a temporary name, empty.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package init(at path: String) throws(WorkerError) {
        output = try UnfinishedOutput(at: path)
        do throws(WorkerError) {
            descriptor = try createFile(output.temporaryPath)
        } catch {
            throw WorkerError(error.code, "cannot write '\(path)'", underlying: error.underlying)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The name that it gets.
    package var path: String { output.path }
    /// The name that it has while it is written.
    package var temporaryPath: String { output.temporaryPath }

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
        guard close(finished) == 0 else { throw unwritable(.last) }
        try output.publish()
    }

    private func unwritable(_ failure: SystemError) -> WorkerError {
        WorkerError(.io, "cannot write '\(path)'", underlying: failure)
    }
}

import Glibc
package import PipelineKit

/// A file that gets its name when it is complete, and otherwise never appears.
///
/// Releasing it unpublished removes it.
///
/// ```swift
/// let file = try ExportFile(at: "tickets.csv")
/// try Array("id\n".utf8).withUnsafeBytes { try file.write($0) }
/// try file.publish()
/// ```
package final class ExportFile {
    private let output: UnfinishedOutput
    /// The open file's descriptor, for code that doesn't write with ``write(_:)``.
    package private(set) var descriptor: Int32

    /// Creates an empty file under a temporary name.
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

    /// The file's final path.
    package var path: String { output.path }
    /// The file's path while it is written.
    package var temporaryPath: String { output.temporaryPath }

    /// Writes bytes, in one system call if the system takes them all.
    ///
    /// - Throws: ``WorkerError`` with code `io`, naming the file's final path.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
        if let failure = writeAll(bytes, to: descriptor) { throw unwritable(failure) }
    }

    /// Gives the file its final name, replacing an existing file.
    ///
    /// The bytes are not synced to disk: this protects against a job that fails, not against a
    /// machine that does.
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

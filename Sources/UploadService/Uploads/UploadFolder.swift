import Glibc
import PipelineKit

/// The folder of the databases, one for each upload.
struct UploadFolder: Sendable {
    private let path: String

    /// Names a folder.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing` if it isn't a folder that can be written to.
    init(_ path: String) throws(WorkerError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            access(path, W_OK | X_OK) == 0
        else {
            throw WorkerError(
                .inputMissing, "'\(path)' is not a folder that can be written to; make it first")
        }
        self.path = path
    }

    /// The path of a file in it.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Takes the first number from a given one that no database has yet, and makes its file.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    func takeNumber(from first: Int) throws(WorkerError) -> Int {
        for number in first... {
            let name = UploadStatus(id: number, declaredByteCount: nil).databaseName
            let descriptor = open(path(of: name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor >= 0 {
                close(descriptor)
                return number
            }
            guard errno == EEXIST else {
                throw WorkerError(
                    .io, "cannot create '\(path(of: name))'", underlying: SystemError.last)
            }
        }
        throw WorkerError(.io, "'\(path)' has no number left")
    }
}

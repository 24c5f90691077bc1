import Glibc
import PipelineKit

/// The folder of the databases, one per upload.
struct UploadFolder: Sendable {
    private let path: String

    /// Creates a reference to a folder.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing` if it isn't a folder that can be written to.
    init(_ path: String) throws(WorkerError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            access(path, W_OK | X_OK) == 0
        else {
            throw WorkerError(
                .inputMissing, "'\(path)' is not a writable folder; create it first")
        }
        self.path = path
        removeLeft()
    }

    /// Removes the leftovers of a killed service: unfinished databases, and the empty files that
    /// reserve their names.
    private func removeLeft() {
        var names: [String] = []
        forEachName(in: path) { name in
            if name.hasPrefix("upload-"), name.hasSuffix(".sqlite") { names.append(name) }
        }
        for name in names where isEmpty(path(of: name)) {
            if UnfinishedOutput.removeLeft(for: path(of: name)) { removeFile(path(of: name)) }
        }
    }

    private func isEmpty(_ file: String) -> Bool {
        var status = stat()
        return lstat(file, &status) == 0 && status.st_size == 0
    }

    /// Returns the path of a file in the folder.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Reserves the first number from `first` on that has no database, by creating an empty file.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    func takeNumber(from first: Int) throws(WorkerError) -> Int {
        for number in first... {
            let name = UploadStatus(id: number, declaredByteCount: nil).databaseName
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let descriptor = open(path(of: name), flags, 0o644)
            if descriptor >= 0 {
                close(descriptor)
                return number
            }
            guard errno == EEXIST else {
                throw WorkerError(
                    .io, "cannot create '\(path(of: name))'", underlying: SystemError.last)
            }
        }
        throw WorkerError(.io, "'\(path)' has no free upload number left")
    }

    /// Releases the number of a failed upload: removes its file, which is still empty.
    func giveBack(_ status: UploadStatus) {
        let file = path(of: status.databaseName)
        if isEmpty(file) { removeFile(file) }
    }
}

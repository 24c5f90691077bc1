import Glibc

/// A result produced by several runs, in a folder `OUTPUT.unfinished`. The result is moved to its
/// final path when it is complete, so that nobody mistakes an unfinished one for it.
///
/// The folder also records the origin, which identifies the input of the result: a run only
/// continues a result of the same origin. The folder is locked while a run works in it.
package final class ContinuedOutput: Sendable {
    /// The output's path, as given.
    package let path: String
    /// The path of the unfinished result.
    package let temporaryPath: String
    /// The path of the folder, for messages.
    package let folderPath: String
    private let folder: LockedFolder
    private let originPath: String

    private static let originByteCountMax = 4096

    /// Creates the folder, or opens the one that an earlier run left.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if the output already exists, or the folder
    ///   is not one of a run; `io` if another run works in it.
    package init(at path: String) throws(WorkerError) {
        try refusePresent(path)
        let folderPath = path + ".unfinished"
        guard mkdir(folderPath, 0o700) == 0 || errno == EEXIST else {
            throw WorkerError(.io, "cannot write '\(path)'", underlying: SystemError.last)
        }
        do throws(LockedFolder.Refusal) {
            folder = try LockedFolder(folderPath)
        } catch {
            throw Self.error(error, of: folderPath, making: path)
        }
        self.path = path
        self.folderPath = folderPath
        temporaryPath = folder.path(of: "data")
        originPath = folder.path(of: "origin")
    }

    /// Removes the folder if there is nothing to continue.
    deinit {
        if fileType(of: originPath) == nil { folder.remove() }
    }

    private static func error(
        _ refusal: LockedFolder.Refusal, of folder: String, making path: String
    ) -> WorkerError {
        switch refusal {
        case .taken:
            WorkerError(.io, "another run is writing '\(path)'; wait or choose another output")
        case .foreign:
            WorkerError(
                .badSetting,
                "'\(folder)' is not a folder of an earlier run; choose another output")
        case .system(let error):
            WorkerError(.io, "cannot write '\(path)'", underlying: error)
        }
    }

    /// The origin of the unfinished result; `nil` if there is nothing to continue.
    package var origin: String? {
        guard let file = try? ChunkedFileReader(path: originPath) else { return nil }
        return withUnsafeTemporaryAllocation(
            byteCount: Self.originByteCountMax, alignment: 1
        ) { memory in
            guard let count = try? file.read(into: memory) else { return nil }
            return String(decoding: memory[..<count], as: UTF8.self)
        }
    }

    /// Removes the files of a result that was interrupted before its origin was recorded.
    package func clear() {
        removeLogs(of: temporaryPath)
        removeFile(temporaryPath)
    }

    /// Records the origin of the result, which can be continued from now on.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func begin(from origin: String) throws(WorkerError) {
        let draft = originPath + ".new"
        removeFile(draft)
        let descriptor = try createFile(draft)
        defer { close(descriptor) }
        try writeAll(origin, to: descriptor, path: path)
        try move(draft, to: originPath)
    }

    /// Moves a closed database to its final path and removes the folder. A log left there by an
    /// earlier database would be applied to this one, so it is removed.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publishDatabase() throws(WorkerError) {
        removeLogs(of: path)
        try move(temporaryPath, to: path)
        folder.remove()
    }
}

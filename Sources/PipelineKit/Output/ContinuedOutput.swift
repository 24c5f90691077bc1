import Glibc

/// A result that is made in several runs, in a folder with a name of its own: `OUTPUT.unfinished`. It
/// gets its place when it is whole, so that nobody takes a half-done one for the result.
///
/// The folder also holds what the result is made from, its origin: a run continues nothing else. It is
/// locked while a run works in it.
package final class ContinuedOutput: Sendable {
    /// The output's name, as it was given.
    package let path: String
    /// The path of the unfinished result.
    package let temporaryPath: String
    /// The folder's path, for messages.
    package let folderPath: String
    private let folder: LockedFolder
    private let originPath: String

    private static let originByteCountMax = 4096

    /// Makes the folder, or takes the one that an earlier run left.
    ///
    /// - Throws: ``WorkerError``: with code `badSetting` if the output is there, or the folder is
    ///   somebody else's; `io` if another run works in it.
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
            WorkerError(.io, "another run is making '\(path)'; wait for it or name another output")
        case .foreign:
            WorkerError(
                .badSetting,
                "'\(folder)' is not a folder that an earlier run made; name another output")
        case .system(let error):
            WorkerError(.io, "cannot write '\(path)'", underlying: error)
        }
    }

    /// The origin of what is there; nil if nothing can be continued.
    package var origin: String? {
        guard let file = try? ChunkedFileReader(path: originPath) else { return nil }
        return withUnsafeTemporaryAllocation(
            byteCount: Self.originByteCountMax, alignment: 1
        ) { memory in
            guard let count = try? file.read(into: memory) else { return nil }
            return String(decoding: memory[..<count], as: UTF8.self)
        }
    }

    /// Removes the remains of a beginning that never came to have an origin.
    package func clear() {
        removeLogs(of: temporaryPath)
        removeFile(temporaryPath)
    }

    /// Says what the result is made from: from now on it can be continued.
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

    /// Gives a closed database its place, and removes the folder. A log that a lost database left there
    /// would be played into this one, so it is removed.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publishDatabase() throws(WorkerError) {
        removeLogs(of: path)
        try move(temporaryPath, to: path)
        folder.remove()
    }
}

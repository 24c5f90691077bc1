import Glibc

/// A result in progress, in a folder beside its final path. It is moved to that path only when it
/// is complete.
///
/// ```swift
/// let output = try UnfinishedOutput(at: "result.csv")
/// let descriptor = try createFile(output.temporaryPath)
/// try writeAll("id,name\n", to: descriptor, path: output.path)
/// try output.publish()
/// ```
///
/// The folder has a random name, is private to this user, and is locked as long as this object
/// exists. It also holds the files that belong to the unfinished result, such as a database's log.
/// Releasing the object removes the folder; the next run for the same output removes those of
/// killed runs.
package final class UnfinishedOutput: Sendable {
    /// The output's path, as given.
    package let path: String
    /// The path of the unfinished result; there is no file at first.
    package let temporaryPath: String
    private let folder: LockedFolder

    /// Creates the folder, but no file at the temporary path.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package init(at path: String) throws(WorkerError) {
        Self.removeLeft(for: path)
        do throws(LockedFolder.Refusal) {
            folder = try Self.makeFolder(FolderNames(beside: path))
        } catch {
            throw Self.unwritable(path, because: error)
        }
        self.path = path
        temporaryPath = folder.path(of: "data")
    }

    /// Creates the folder of a database, which must not exist yet: an existing one may be in use.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if the output exists, `io` otherwise.
    package convenience init(ofDatabase path: String) throws(WorkerError) {
        try refusePresent(path)
        try self.init(at: path)
    }

    deinit { folder.remove() }

    /// Removes the leftovers of killed runs for an output; returns whether there were any.
    @discardableResult
    package static func removeLeft(for path: String) -> Bool {
        // The folder of a live run is locked and fails here.
        let left = FolderNames(beside: path).existing().compactMap { try? LockedFolder($0) }
        for folder in left { folder.remove() }
        return !left.isEmpty
    }

    private static func makeFolder(_ name: FolderNames) throws(LockedFolder.Refusal)
        -> LockedFolder
    {
        while true {
            var template = Array((name.prefix + "XXXXXX").utf8CString)
            guard mkdtemp(&template) != nil else { throw .system(.last) }
            let made = String(
                decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            do throws(LockedFolder.Refusal) {
                return try LockedFolder(made)
            } catch {
                // Another run may have removed the folder as a leftover.
                guard case .taken = error else { throw error }
            }
        }
    }

    private static func unwritable(
        _ path: String, because refusal: LockedFolder.Refusal
    ) -> WorkerError {
        guard case .system(let error) = refusal else {
            return WorkerError(.io, "cannot write '\(path)': another program changes its folder")
        }
        return WorkerError(.io, "cannot write '\(path)'", underlying: error)
    }

    /// Moves the result to its final path, replacing an existing file.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publish() throws(WorkerError) {
        try move(temporaryPath, to: path)
    }

    /// Moves a closed database to its final path. A log left there by an earlier database would be
    /// applied to this one, so it is removed.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publishDatabase() throws(WorkerError) {
        removeLogs(of: path)
        try publish()
    }
}

/// Checks that the output doesn't exist or is empty.
///
/// - Throws: ``WorkerError`` with code `badSetting` otherwise.
func refusePresent(_ path: String) throws(WorkerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { return }
    throw WorkerError(
        .badSetting, "'\(path)' already exists; remove it or choose another output")
}

/// Removes the logs and the journal beside a missing database.
func removeLogs(of path: String) {
    for suffix in ["-wal", "-shm", "-journal"] { removeFile(path + suffix) }
}

/// Moves a file to an output's path; if that is a link, the link's target is replaced.
func move(_ file: String, to path: String) throws(WorkerError) {
    let resolved = fileType(of: path) == S_IFLNK ? realpath(path, nil) : nil
    defer { free(resolved) }
    guard rename(file, resolved.map { String(cString: $0) } ?? path) == 0 else {
        throw WorkerError(.io, "cannot write '\(path)'", underlying: SystemError.last)
    }
}

/// The names of temporary folders for an output: `.NAME.part.` and six letters and digits.
private struct FolderNames {
    private let directory: String
    private let start: String

    /// The maximum bytes of the output's name that are used; a file name may have 255.
    private static let nameByteCountMax = 200
    private static let randomByteCount = 6

    init(beside path: String) {
        let name = path.split(separator: "/").last ?? "output"
        directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        start = ".\(String(decoding: name.utf8.prefix(Self.nameByteCountMax), as: UTF8.self)).part."
    }

    /// The path without its random part.
    var prefix: String { directory + start }

    /// Returns the paths of the existing folders.
    func existing() -> [String] {
        var found: [String] = []
        forEachName(in: directory) { name in
            guard name.hasPrefix(start) else { return }
            let random = name.utf8.dropFirst(start.utf8.count)
            if random.count == Self.randomByteCount { found.append(directory + name) }
        }
        return found
    }
}

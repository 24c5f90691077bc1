import Glibc

/// A result that is being made, in a folder of its own beside its place. It gets its place when it is
/// whole, and not at all otherwise.
///
/// The folder's name is random, nobody else may look into it, and it is locked until this goes. What
/// belongs to the result while it is made, such as a database's log, is in it too. Letting go of it
/// removes it; the next run for the same output removes what a killed one left.
package final class UnfinishedOutput: Sendable {
    /// The output's name, as it was given.
    package let path: String
    /// The path of the unfinished result: nothing is there yet.
    package let temporaryPath: String
    private let folder: LockedFolder

    /// Makes the folder; nothing is at the temporary path yet.
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

    /// Makes the folder of a database, which replaces nothing: what is there may be in use.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if something is there, `io` otherwise.
    package convenience init(ofDatabase path: String) throws(WorkerError) {
        try refusePresent(path)
        try self.init(at: path)
    }

    deinit { folder.remove() }

    /// Removes what killed runs for an output left; whether there was any.
    @discardableResult
    package static func removeLeft(for path: String) -> Bool {
        // The folder of a run that lives is locked, so that it can't be had here.
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
                // Another run may have taken it for one that is left over.
                guard case .taken = error else { throw error }
            }
        }
    }

    private static func unwritable(
        _ path: String, because refusal: LockedFolder.Refusal
    ) -> WorkerError {
        guard case .system(let error) = refusal else {
            return WorkerError(.io, "cannot write '\(path)': its folder is changed by others")
        }
        return WorkerError(.io, "cannot write '\(path)'", underlying: error)
    }

    /// Gives the result its place; a file that was there is replaced.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publish() throws(WorkerError) {
        try move(temporaryPath, to: path)
    }

    /// Gives a closed database its place. A log that a lost database left there would be played into
    /// this one, so it is removed.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func publishDatabase() throws(WorkerError) {
        removeLogs(of: path)
        try publish()
    }
}

/// Refuses an output that is there and not empty.
///
/// - Throws: ``WorkerError`` with code `badSetting`.
func refusePresent(_ path: String) throws(WorkerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { return }
    throw WorkerError(
        .badSetting, "'\(path)' is there already; remove it or name another output")
}

/// Removes the logs and the journal beside a database that isn't there.
func removeLogs(of path: String) {
    for suffix in ["-wal", "-shm", "-journal"] { removeFile(path + suffix) }
}

/// Moves a file to an output's place; of a link, what it leads to is replaced.
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

    /// A name may have 255 bytes.
    private static let nameByteCountMax = 200
    private static let randomByteCount = 6

    init(beside path: String) {
        let name = path.split(separator: "/").last ?? "output"
        directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        start = ".\(String(decoding: name.utf8.prefix(Self.nameByteCountMax), as: UTF8.self)).part."
    }

    /// The path without what is random.
    var prefix: String { directory + start }

    /// The paths of those that are there.
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

internal import Files
internal import Glibc

/// Where a program is, and what kind of file it is.
package enum ProgramLookup: Equatable {
    case found(path: String)
    case notFound
    case notExecutable(path: String, reason: String)

    /// Looks a program up as execvp does in its working directory: a name with a slash is a path,
    /// any other is searched. Paths that are found are absolute.
    package init(_ name: String, searchPath: String?, workingDirectory: String?) {
        let base = absolutePath(workingDirectory ?? ".")
        func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : "\(base)/\(path)" }
        if name.contains("/") {
            self = Self.check(resolved(name))
            return
        }
        var rejected: ProgramLookup?
        for folder in (searchPath ?? "/usr/local/bin:/usr/bin:/bin").split(
            separator: ":", omittingEmptySubsequences: false)
        {
            switch Self.check(resolved("\(folder.isEmpty ? "." : String(folder))/\(name)")) {
            case .found(let path):
                self = .found(path: path)
                return
            case .notExecutable(let path, let reason):
                rejected = rejected ?? .notExecutable(path: path, reason: reason)
            case .notFound:
                continue
            }
        }
        self = rejected ?? .notFound
    }

    /// Whether a file is machine code, even if for another machine: no shell should try it.
    package static func isProgram(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var magic: UInt32 = 0
        return read(descriptor, &magic, 4) == 4 && UInt32(bigEndian: magic) == 0x7F45_4C46
    }

    private static func check(_ path: String) -> ProgramLookup {
        var information = stat()
        guard stat(path, &information) == 0 else {
            return errno == EACCES
                ? .notExecutable(path: path, reason: systemMessage(EACCES)) : .notFound
        }
        if information.st_mode & S_IFMT == S_IFDIR {
            return .notExecutable(path: path, reason: "it is a directory")
        }
        guard access(path, X_OK) == 0 else {
            return .notExecutable(path: path, reason: systemMessage(errno))
        }
        return .found(path: path)
    }
}

package import Files
internal import Glibc

/// The result of looking up a program: its path and whether it can be run.
///
/// ```swift
/// let lookup = ProgramLookup("sort", searchPath: "/usr/bin:/bin", workingDirectory: nil)
/// print(lookup.path ?? "not found")
/// ```
package enum ProgramLookup: Equatable {
    case found(path: ExactPath)
    case notFound
    case notExecutable(path: ExactPath, reason: String)

    /// The program's path; `nil` if it can't be run.
    package var path: String? {
        if case .found(let path) = self { path.description } else { nil }
    }

    /// Looks up a program as execvp does in its working directory: a name with a slash is a path,
    /// any other name is searched for. Found paths are absolute.
    package init(_ name: String, searchPath: String?, workingDirectory: String?) {
        self.init(
            ExactPath(name), searchPath: searchPath.map { Array($0.utf8) },
            workingDirectory: workingDirectory)
    }

    /// Looks up a program byte for byte.
    package init(_ name: ExactPath, searchPath: [UInt8]?, workingDirectory: String?) {
        let base = ExactPath.current.appending(ExactPath(workingDirectory ?? "."))
        let slash = UInt8(ascii: "/")
        guard !name.bytes.contains(slash) else {
            self = Self.check(base.appending(name))
            return
        }
        var rejected: ProgramLookup?
        let folders = searchPath ?? Array("/usr/local/bin:/usr/bin:/bin".utf8)
        for folder in folders.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        {
            let place = folder.isEmpty ? base : base.appending(ExactPath(bytes: folder))
            switch Self.check(place.appending(name)) {
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

    /// Returns whether a file is machine code, even for another machine: a shell should not try to
    /// run it.
    package static func isProgram(_ path: ExactPath) -> Bool {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var magic: UInt32 = 0
        return read(descriptor, &magic, 4) == 4 && UInt32(bigEndian: magic) == 0x7F45_4C46
    }

    private static func check(_ path: ExactPath) -> ProgramLookup {
        var information = stat()
        guard path.withCString({ stat($0, &information) }) == 0 else {
            return errno == EACCES
                ? .notExecutable(path: path, reason: systemMessage(EACCES)) : .notFound
        }
        if information.st_mode & S_IFMT == S_IFDIR {
            return .notExecutable(path: path, reason: "it is a folder")
        }
        guard path.withCString({ access($0, X_OK) }) == 0 else {
            return .notExecutable(path: path, reason: systemMessage(errno))
        }
        return .found(path: path)
    }
}

import Files
import Glibc
import Processes

/// The folder of a cluster: its data, and the socket.
///
/// Its name tells who made it, so that it can be removed when that process is dead.
struct ClusterFolder: Sendable {
    private let folder: FreshFolder
    private let account: Account?

    /// The number in the socket's name; nothing listens to it elsewhere.
    static let port = 5432
    /// A socket's path has at most 107 bytes, and this is the end of it.
    private static let socketName = "/.s.PGSQL.\(port)"
    private static let pathBytesMaximum = 107

    /// Makes it below `parent`, or below /tmp if the socket's path would be too long there.
    ///
    /// A server refuses to run as root, so the folder then belongs to an account that may; /tmp is
    /// taken too if that account can't enter `parent`.
    init(in parent: String) throws {
        let prefix = HarnessIdentity.current.groupPrefix
        let account = Self.serverAccount
        let parent = resolved(parent)
        let length = "\(parent)/\(prefix)-XXXXXX\(Self.socketName)".utf8.count
        let isFit =
            length <= Self.pathBytesMaximum && isPlain(parent) && account?.canEnter(parent) ?? true
        folder = try FreshFolder(ofHarnessIn: isFit ? parent : "/tmp")
        self.account = account
        guard let account, chown(folder.path, account.user, account.group) != 0 else { return }
        let number = errno
        remove()
        throw MachineError("can't give \(folder.path) to another user", errno: number)
    }

    /// Who the server runs as when we are root; nil for ourselves.
    static var serverAccount: Account? {
        geteuid() == 0 ? Account(named: "postgres") ?? Account(named: "nobody") : nil
    }

    var path: String { folder.path }
    var dataPath: String { "\(path)/data" }

    /// A command that works in the folder, as who owns it.
    func command(_ arguments: [String]) -> HelperCommand {
        HelperCommand(
            arguments, environment: plainEnvironment(), workingDirectory: path, account: account)
    }

    /// Whether the server takes connections, which it writes into line 8 of its lock file.
    var isServerReady: Bool {
        let lines = readText("\(dataPath)/postmaster.pid")?.split(
            separator: "\n", omittingEmptySubsequences: false)
        guard let lines, lines.count > 7 else { return false }
        return lines[7].hasPrefix("ready")
    }

    /// Removes it with everything in it.
    func remove() {
        folder.remove()
    }
}

/// A path without links, from the root: a server changes its folder.
private func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Whether a path can stand in settings and connection strings, where blanks, commas and quotes part
/// or end it.
private func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Our environment without what PostgreSQL's programs would read: the caller's own server, user or
/// locale must not matter.
func plainEnvironment() -> [String: String] {
    var environment = currentEnvironment().filter {
        !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_")
    }
    environment["LC_ALL"] = "C"
    return environment
}

extension Account {
    /// Whether it may enter a folder and all above it, as their modes say.
    fileprivate func canEnter(_ path: String) -> Bool {
        var folder = resolved(path)[...]
        while true {
            guard mayEnter(folder.isEmpty ? "/" : String(folder)) else { return false }
            guard let slash = folder.lastIndex(of: "/") else { return true }
            folder = folder[..<slash]
        }
    }

    private func mayEnter(_ folder: String) -> Bool {
        var information = stat()
        guard stat(folder, &information) == 0 else { return false }
        let right =
            information.st_uid == user
            ? S_IXUSR : information.st_gid == group ? S_IXGRP : S_IXOTH
        return information.st_mode & right != 0
    }
}

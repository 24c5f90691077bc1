import Files
import Glibc
import Processes

/// The folder of a cluster, with its data, in which the socket is, too.
///
/// The folder is ours and locked; the data in it belongs to who runs the server, who can change
/// nothing beside it.
struct ClusterFolder: Sendable {
    private let folder: FreshFolder
    private let account: Account?
    /// The data.
    let dataPath: String

    /// The number in the socket's name; nothing listens to it elsewhere.
    static let port = 5432
    private static let dataName = "data"
    /// A socket's path has at most 107 bytes, and this is the end of it.
    private static let socketName = "/\(dataName)/.s.PGSQL.\(port)"
    private static let pathBytesMaximum = 107

    /// Makes it below `parent`, or below /tmp if the socket's path would be too long there.
    ///
    /// A server refuses to run as root, so the data then belongs to an account that may; /tmp is
    /// taken too if that account can't enter `parent`.
    init(in parent: String) throws {
        let prefix = HarnessIdentity.current.groupPrefix
        let account = try ServerAccount().account
        let parent = realpathText(parent) ?? parent
        // The random part of the name has twelve characters.
        let length = "\(parent)/\(prefix)-XXXXXXXXXXXX\(Self.socketName)".utf8.count
        let isFit =
            length <= Self.pathBytesMaximum && isPlain(parent) && account?.canEnter(parent) ?? true
        folder = try FreshFolder(ofHarnessIn: isFit ? parent : "/tmp")
        self.account = account
        do throws(FileError) {
            dataPath = try folder.makeFolder(
                Self.dataName, user: account?.user ?? geteuid(), group: account?.group ?? getegid(),
                isOurs: account == nil)
        } catch {
            folder.remove()
            throw MachineError(.system, "\(error)")
        }
    }

    var path: String { folder.path }

    /// A command that works in the folder, as who owns the data.
    func command(_ arguments: [String]) -> HelperCommand {
        HelperCommand(isolated: arguments, workingDirectory: path, account: account)
    }

    /// Whether the server takes connections, which it writes into line 8 of its lock file.
    var isServerReady: Bool {
        let lines = Self.serverLines(of: dataPath)
        return lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// The lines of a server's lock file; none if there is no such file, or something else in its
    /// place: whoever runs the server may put anything there.
    static func serverLines(of dataPath: String) -> [Substring] {
        let start = RegularFile.start(
            of: "\(dataPath)/postmaster.pid", byteCountMaximum: 4096, followsLink: false)
        return String(decoding: start ?? [], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// Removes it with everything in it.
    func remove() {
        folder.remove()
    }
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

extension Account {
    /// Whether it may enter a folder and all above it, as their modes say; the path has no links.
    fileprivate func canEnter(_ path: String) -> Bool {
        var folder = path[...]
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

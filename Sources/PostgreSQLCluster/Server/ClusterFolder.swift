import Files
import Glibc
import Processes

/// The folder of a cluster, with its data folder, which also contains the socket.
///
/// The folder belongs to this user and is locked; the data folder belongs to the account that runs
/// the server, which can change nothing beside it.
struct ClusterFolder: Sendable {
    private let folder: FreshFolder
    private let account: Account?
    /// The path of the data folder.
    let dataPath: String

    /// The number in the socket's name; the server doesn't listen on any port.
    static let port = 5432
    private static let dataName = "data"
    /// The end of the socket's path, which may have at most 107 bytes.
    private static let socketName = "/\(dataName)/.s.PGSQL.\(port)"
    private static let pathBytesMaximum = 107

    /// Creates the folder in `parent`, or in /tmp if the socket's path would be too long there.
    ///
    /// A server refuses to run as root, so in that case the data belongs to another account; /tmp
    /// is also used if that account can't enter `parent`.
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

    /// Returns a command that runs in the folder, as the owner of the data.
    func command(_ arguments: [String]) -> HelperCommand {
        HelperCommand(isolated: arguments, workingDirectory: path, account: account)
    }

    /// Whether the server accepts connections, which it records in line 8 of its lock file.
    var isServerReady: Bool {
        let lines = Self.serverLines(of: dataPath)
        return lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// Returns the lines of a server's lock file; none if it is missing or not a regular file,
    /// because the account of the server may replace it by anything.
    static func serverLines(of dataPath: String) -> [Substring] {
        let start = RegularFile.start(
            of: "\(dataPath)/postmaster.pid", byteCountMaximum: 4096, followsLink: false)
        return String(decoding: start ?? [], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// Removes the folder with everything in it.
    func remove() {
        folder.remove()
    }
}

/// Returns whether a path can be used in settings and connection strings, in which blanks, commas
/// and quotes are separators.
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
    /// Returns whether the account may enter a folder and all its parents, according to their
    /// modes; the path must not have links.
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

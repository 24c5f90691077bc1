internal import CLinux
import Files
import Glibc

/// The privileges that a program's file grants, and those that the process running it has.
///
/// The kernel grants none to a program that an unprivileged process traces: the program then runs
/// with its starter's privileges, and so may behave differently than it would unmeasured.
struct FilePrivileges: Equatable {
    /// The file's permissions.
    var mode: mode_t = 0
    var owner: uid_t = 0
    var group: gid_t = 0
    /// Whether the file has capabilities.
    var hasCapabilities = false
    /// The process's effective user.
    var user: uid_t = 0
    var userGroup: gid_t = 0
    /// The process's permitted capabilities.
    var capabilities: UInt64 = 0
    /// Whether the file system or the process rules out all privileges anyway.
    var isForbidden = false

    /// Whether the process would have more privileges if untraced.
    var areLost: Bool {
        guard !isForbidden else { return false }
        let setsUser = mode & S_ISUID != 0 && owner != user
        // Without permission to execute, the bit has another meaning.
        let setsGroup = mode & (S_ISGID | S_IXGRP) == S_ISGID | S_IXGRP && group != userGroup
        return setsUser || setsGroup || (hasCapabilities && capabilities == 0)
    }

    /// Reads the privileges of a process that has just started a program; `nil` if the file grants
    /// none.
    init?(of process: pid_t) {
        let path = "/proc/\(process)/exe"
        var file = stat()
        guard stat(path, &file) == 0 else { return nil }
        mode = file.st_mode
        owner = file.st_uid
        group = file.st_gid
        hasCapabilities = clinux_has_attribute(path, "security.capability") == 1
        guard mode & (S_ISUID | S_ISGID) != 0 || hasCapabilities else { return nil }
        var disk = statvfs()
        isForbidden = statvfs(path, &disk) == 0 && disk.f_flag & UInt(ST_NOSUID) != 0
        guard let text = readProcFile("/proc/\(process)/status") else { return nil }
        readStatus(text)
    }

    /// Creates privileges that grant nothing.
    init() {}

    /// Reads the user, group and capabilities from a process's status file.
    mutating func readStatus(_ text: [UInt8]) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard words.count > 1 else { continue }
            switch words[0] {
            case "Uid:": user = words.count > 2 ? uid_t(words[2]) ?? user : user
            case "Gid:": userGroup = words.count > 2 ? gid_t(words[2]) ?? userGroup : userGroup
            case "CapPrm:": capabilities = UInt64(words[1], radix: 16) ?? 0
            case "NoNewPrivs:": isForbidden = isForbidden || words[1] == "1"
            default: continue
            }
        }
    }
}

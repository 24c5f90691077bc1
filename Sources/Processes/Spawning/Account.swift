package import Glibc

/// The user and group that a process runs as.
package struct Account: Equatable, Sendable {
    /// The user.
    package var user: uid_t
    /// The only group.
    package var group: gid_t

    /// Looks up an account by its name; `nil` if it doesn't exist.
    package init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        user = entry.pointee.pw_uid
        group = entry.pointee.pw_gid
    }
}

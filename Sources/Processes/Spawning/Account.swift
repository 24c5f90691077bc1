package import Glibc

/// Who a process runs as.
package struct Account: Equatable, Sendable {
    /// Its user.
    package var user: uid_t
    /// Its only group.
    package var group: gid_t

    /// Looks an account up by its name; nil if there is none.
    package init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        user = entry.pointee.pw_uid
        group = entry.pointee.pw_gid
    }
}

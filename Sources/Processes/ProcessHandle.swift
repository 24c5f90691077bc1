internal import CLinux
internal import Files
package import Glibc

/// A process held by a descriptor, so a signal can't reach another process that reuses its ID.
package struct ProcessHandle: ~Copyable {
    private let descriptor: Int32
    private let process: pid_t

    /// The facts about a process in `/proc`.
    package struct Facts {
        /// The user that the process runs as.
        package let user: uid_t
        /// The process's current folder; `nil` if it can't be read.
        package let workingDirectory: String?
    }

    /// Opens the process that currently has an ID; `nil` if there is none.
    package init?(_ process: pid_t) {
        // 0 and negative numbers are groups of processes.
        descriptor = process > 0 ? clinux_pidfd_open(process) : -1
        self.process = process
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Sends a signal if the process is the intended one.
    ///
    /// - Returns: Whether it was sent.
    package func signal(_ signal: Int32, if isMeant: (Facts) -> Bool) -> Bool {
        var status = stat()
        guard stat("/proc/\(process)", &status) == 0 else { return false }
        let facts = Facts(
            user: status.st_uid, workingDirectory: realpathText("/proc/\(process)/cwd"))
        return isMeant(facts) && clinux_pidfd_signal(descriptor, signal) == 0
    }
}

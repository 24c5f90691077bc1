import Files
import Glibc
import Processes

/// Removes what dead processes left of their clusters.
package enum ClusterSweep {
    /// Removes the folders of clusters whose maker is dead.
    ///
    /// - Parameter parent: Where they were made; /tmp is always looked at too.
    /// - Returns: The paths of what was removed.
    @discardableResult
    package static func run(in parent: String = environmentTemporaryFolder()) -> [String] {
        let parents = parent == "/tmp" ? [parent] : [parent, "/tmp"]
        return parents.flatMap(abandoned).filter(remove)
    }

    private static func abandoned(in parent: String) -> [String] {
        directoryEntries(parent).filter { name in
            guard let maker = HarnessIdentity(groupName: name) else { return false }
            return !maker.isAlive()
        }.map { "\(parent)/\($0)" }.filter(isOurs)
    }

    /// Whether it is a folder of ours, or of who runs our servers: in a shared folder anybody may
    /// make something of that name.
    private static func isOurs(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        return status.st_uid == geteuid()
            || geteuid() == 0 && status.st_uid == ClusterFolder.serverAccount?.user
    }

    /// Whether the folder is gone; one of another user stays.
    private static func remove(_ path: String) -> Bool {
        endServer(of: path)
        try? Directory.remove(path)
        return access(path, F_OK) != 0
    }

    /// The kernel told a server to stop when its harness died; one that is still at it gets a moment,
    /// and one that never heard is told again.
    private static func endServer(of path: String) {
        let dataPath = "\(path)/data"
        guard let line = readText("\(dataPath)/postmaster.pid")?.split(separator: "\n").first,
            let process = pid_t(line)
        else { return }
        for _ in 0..<500 where folder(ofProcess: process) == dataPath {
            kill(process, SIGQUIT)
            usleep(10_000)
        }
    }

    /// A server works in its data folder, which tells it from a process that got its number later.
    private static func folder(ofProcess process: pid_t) -> String? {
        guard let path = realpath("/proc/\(process)/cwd", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}

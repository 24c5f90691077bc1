import Files
import Glibc
import Processes

/// Removes the folders of harnesses that were killed, and ends the server in one that holds a
/// cluster.
package enum ClusterSweep {
    /// Removes the folders whose maker is dead.
    ///
    /// - Parameter parent: Where they were made; /tmp is always looked at too.
    /// - Returns: The paths of what was removed.
    @discardableResult
    package static func run(in parent: String = environmentTemporaryFolder()) -> [String] {
        var owners: Set = [geteuid()]
        if let account = ClusterFolder.serverAccount { owners.insert(account.user) }
        return FolderSweep.run(in: [parent, "/tmp"], owners: owners, prepare: endServer)
    }

    /// The kernel told a server to stop when its harness died; one that is still at it gets a moment,
    /// and one that never heard is told again.
    private static func endServer(of path: String) {
        let dataPath = "\(path)/data"
        let file = RegularFile.start(of: "\(dataPath)/postmaster.pid", byteCountMaximum: 4096)
        let text = String(decoding: file ?? [], as: UTF8.self)
        guard let line = text.split(separator: "\n").first, let process = pid_t(line) else {
            return
        }
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

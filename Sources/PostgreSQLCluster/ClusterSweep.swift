import Files
import Glibc
package import Processes

/// Removes the folders of harnesses that were killed, and ends the server in one that holds a
/// cluster.
package enum ClusterSweep {
    /// Removes the folders whose maker is dead.
    ///
    /// - Parameters:
    ///   - parent: Where they were made; /tmp is always looked at too.
    ///   - rule: Default removes all of them.
    @discardableResult
    package static func run(
        in parent: String = environmentTemporaryFolder(), rule: SweepRule = SweepRule()
    ) -> SweepOutcome {
        FolderSweep.run(in: [parent, "/tmp"], rule: rule, prepare: endServer)
    }

    /// The kernel told a server to stop when its harness died; one that is still at it gets a moment,
    /// and one that never heard is told again.
    private static func endServer(of path: String) {
        let dataPath = "\(path)/data"
        guard let owner = Directory.owner(of: dataPath),
            let process = ClusterFolder.serverLines(of: dataPath).first.flatMap({ pid_t($0) })
        else { return }
        for _ in 0..<500 {
            // A server works in its data folder, which tells it from a process that got its number later.
            let isTold = ProcessHandle(process)?.signal(SIGQUIT) {
                $0.user == owner && $0.workingDirectory == dataPath
            }
            guard isTold == true else { return }
            usleep(10_000)
        }
    }
}

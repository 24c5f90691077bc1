import Files
import Glibc
package import Processes

/// A sweep of killed harnesses' folders, which also stops the server of a cluster in one.
package enum ClusterSweep {
    /// Removes the folders whose creator is dead.
    ///
    /// - Parameters:
    ///   - parent: The folder in which they were created; /tmp is always searched too.
    ///   - rule: Selects the folders to remove; all by default.
    @discardableResult
    package static func run(
        in parent: String = environmentTemporaryFolder(), rule: SweepRule = SweepRule()
    ) -> SweepOutcome {
        FolderSweep.run(in: [parent, "/tmp"], rule: rule, prepare: endServer)
    }

    /// Stops the server of a folder. The kernel told it to stop when its harness died; it gets a
    /// moment to finish, and is told again if it never got the signal.
    private static func endServer(of path: String) {
        let dataPath = "\(path)/data"
        guard let owner = Directory.owner(of: dataPath),
            let process = ClusterFolder.serverLines(of: dataPath).first.flatMap({ pid_t($0) })
        else { return }
        for _ in 0..<500 {
            // The server's working directory is its data folder; a process that reused its PID has
            // another.
            let isTold = ProcessHandle(process)?.signal(SIGQUIT) {
                $0.user == owner && $0.workingDirectory == dataPath
            }
            guard isTold == true else { return }
            usleep(10_000)
        }
    }
}

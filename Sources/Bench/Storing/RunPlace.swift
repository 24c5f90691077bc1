import Files
import Glibc
import Harness
import MemoryBudget
package import Processes
package import RunStore

/// The location of a run, and its current contents.
package struct RunPlace: Sendable {
    /// The path of the run's folder.
    package let path: String
    /// The treatment of an existing run in the folder.
    package let existing: RunDirectory.Existing
    /// The run to resume; `nil` for a new one.
    package private(set) var earlier: RunRecord?

    /// The default folder of all runs.
    package static let root = ".membudget/runs"

    /// Creates the place of a new run.
    ///
    /// - Parameter path: The path of the folder; `nil` creates one below ``root``.
    package init(new path: String?) {
        self.path = path ?? Self.newPath
        existing = .refuse
    }

    /// A path below ``root`` that no other run has.
    static var newPath: String {
        let stamp = currentTimestamp().filter { $0.isNumber || $0 == "T" }.prefix(18)
        return "\(root)/\(stamp)-\(getpid())"
    }

    /// Creates a temporary folder below ``root`` that is not a run, and removes those of killed
    /// harnesses.
    ///
    /// - Throws: `FileError` if the folder can't be written.
    static func makeFolder() throws(FileError) -> FreshFolder {
        sweep()
        try Directory.make(root)
        try AtomicFile.checkWritable(root)
        return try FreshFolder(ofHarnessIn: root)
    }

    /// Removes temporary folders of killed processes below ``root``; runs are not removed.
    ///
    /// - Parameter rule: The rule that selects folders; the default removes all of them.
    @discardableResult
    package static func sweep(_ rule: SweepRule = SweepRule()) -> SweepOutcome {
        FolderSweep.run(in: [root], rule: rule)
    }

    /// Finds an interrupted run.
    ///
    /// - Parameters:
    ///   - path: The path of the folder; `nil` selects the newest unfinished run below `root`. If
    ///     the folder has no run yet, a new one starts, so that a restarted job need not know its
    ///     progress.
    ///   - command: The command that resumes the run, such as `bench`; without a path, the runs of
    ///     other commands are ignored.
    /// - Throws: ``BenchError`` 64 if no run can be resumed.
    package init(
        resuming path: String?, command: String, below root: String = Self.root
    ) throws {
        existing = .resume
        guard let path else {
            (self.path, earlier) = try Self.newestUnfinished(of: command, below: root)
            return
        }
        self.path = path
        let hasRecord = access("\(path)/run.json", F_OK) == 0
        // Without a record there may be trials; whether they fit the settings is checked later.
        earlier = hasRecord ? try RunDirectory(reading: path).record() : nil
    }

    private static func newestUnfinished(
        of command: String, below root: String
    ) throws -> (String, RunRecord) {
        let unfinished = try RunListing.runs(in: root).filter { $0.resumption != nil }
        for listing in unfinished.sorted(by: { $0.changedAt > $1.changedAt }) {
            let record = try listing.directory.record()
            if record.commandLine.dropFirst().first == command {
                return (listing.directory.path, record)
            }
        }
        throw BenchError(
            .usage,
            "there is no unfinished run below \(root) of '\(command)'; name one with"
                + " --run-dir DIR")
    }
}

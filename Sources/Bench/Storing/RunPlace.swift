import Files
import Glibc
import Harness
import MemoryBudget
package import Processes
package import RunStore

/// Where a run is kept, and what is there of it already.
package struct RunPlace: Sendable {
    /// Its directory.
    package let path: String
    /// The treatment of a run that is there.
    package let existing: RunDirectory.Existing
    /// The run that is resumed; nil for one that starts.
    package private(set) var earlier: RunRecord?

    /// Below which runs are kept unless told otherwise.
    package static let root = ".membudget/runs"

    /// A place for a new run.
    ///
    /// - Parameter path: Nil makes a folder below ``root``.
    package init(new path: String?) {
        self.path = path ?? Self.newPath
        existing = .refuse
    }

    /// A folder that no other run has, below ``root``.
    static var newPath: String {
        let stamp = currentTimestamp().filter { $0.isNumber || $0 == "T" }.prefix(18)
        return "\(root)/\(stamp)-\(getpid())"
    }

    /// A folder below ``root`` for what is no run, and lasts no longer than its maker; those of
    /// harnesses that were killed are removed.
    ///
    /// - Throws: `FileError` for a place that can't be written.
    static func makeFolder() throws(FileError) -> FreshFolder {
        sweep()
        try Directory.make(root)
        try AtomicFile.checkWritable(root)
        return try FreshFolder(ofHarnessIn: root)
    }

    /// Removes the folders below ``root`` that killed harnesses left; a run's is none of them.
    ///
    /// - Parameter rule: Default removes all of them.
    @discardableResult
    package static func sweep(_ rule: SweepRule = SweepRule()) -> SweepOutcome {
        FolderSweep.run(in: [root], rule: rule)
    }

    /// The place of a run that was interrupted.
    ///
    /// - Parameters:
    ///   - path: Nil takes the newest unfinished run below `root`. Where no run has begun yet one
    ///     starts, so that whoever restarts a job need not know how far it had got.
    ///   - command: Which goes on with it, `bench`: without a path, those of others are passed over.
    /// - Throws: ``BenchError`` 64 if there is no run to go on with.
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
        // Without one there may be trials: whether they are of what is asked for is found out later.
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
            "there is no unfinished run below \(root) that '\(command)' began; name one with"
                + " --run-dir DIR")
    }
}

internal import Files

/// The folder of a run, as listed by `membudget clean`.
///
/// ```swift
/// let stale = try RunListing.runs(in: ".membudget/runs").filter { $0.isStale(at: 1_750_000_000) }
/// ```
package struct RunListing: Hashable, Sendable {
    /// The folder of the run.
    package var directory: RunDirectory
    /// The state of the run.
    package var state: State
    /// The size on disk, in bytes.
    package var byteCount: Int
    /// The time of the last change, in seconds since 1970.
    package var changedAt: Int

    /// The state of a run.
    package enum State: Hashable, Sendable {
        /// The run is finished.
        case finished
        /// A membudget is writing it.
        case inUse
        /// The run was interrupted, and can be resumed or removed.
        case unfinished
        /// Its `run.json` can't be read, for the given reason.
        case unreadable(String)
    }

    /// The command that resumes it, ready to type; `nil` if it can't be resumed.
    package let resumption: String?

    /// The number of days that an unfinished, resumable run is kept.
    package static let daysKept = 7

    /// Returns whether it is unfinished and won't be resumed, so that `clean` removes it.
    ///
    /// - Parameters:
    ///   - now: The time in seconds since 1970.
    ///   - secondsKept: The time that a resumable run is kept; default is ``daysKept``.
    package func isStale(at now: Int, secondsKept: Int? = nil) -> Bool {
        guard state == .unfinished else { return false }
        return resumption == nil || now - changedAt > secondsKept ?? Self.daysKept * 86_400
    }

    /// Returns the runs directly inside a folder, by name; empty if it does not exist. Links are
    /// ignored.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package static func runs(in root: String) throws(RunStoreError) -> [RunListing] {
        guard Directory.exists(root) else { return [] }
        var listings: [RunListing] = []
        let names = try withStoreErrors(Directory.names(in: root))
        for path in names.map({ "\(root)/\($0)" })
        where FileKind(ofLink: path) == .directory && RunDirectory.holdsRun(path) {
            listings.append(RunListing(try RunDirectory(reading: path)))
        }
        return listings
    }

    init(_ directory: RunDirectory) {
        self.directory = directory
        (byteCount, changedAt) = Directory.usage(of: directory.path)
        state = Self.state(of: directory)
        let record = state == .unfinished ? try? directory.record() : nil
        resumption =
            record?.plan == nil ? nil : record?.resumingCommand(path: directory.path)
    }

    private static func state(of directory: RunDirectory) -> State {
        if Journal.isInUse(at: directory.journalPath) { return .inUse }
        guard directory.hasRecord else { return .unfinished }
        do {
            return try directory.record().finishedAt == nil ? .unfinished : .finished
        } catch {
            return .unreadable(error.description)
        }
    }
}

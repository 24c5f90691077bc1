internal import Files

/// One run directory as `membudget clean` sees it.
package struct RunListing: Hashable, Sendable {
    /// The directory.
    package var directory: RunDirectory
    /// How far the run got.
    package var state: State
    /// What it takes on disk.
    package var byteCount: Int
    /// When it was last written, in seconds since 1970.
    package var changedAt: Int

    /// How far a run got.
    package enum State: Hashable, Sendable {
        /// It came to its end.
        case finished
        /// A membudget is writing it now.
        case inUse
        /// It was interrupted, and can be resumed or removed.
        case unfinished
        /// Its `run.json` can't be read; the sentence says why.
        case unreadable(String)
    }

    /// The command that goes on with it, ready to be typed; nil if it can't be resumed.
    package let resumption: String?

    /// How long an unfinished run is kept that can be resumed.
    package static let daysKept = 7

    /// Whether it never came to its end and nobody will go on with it: what `clean` removes.
    ///
    /// - Parameters:
    ///   - now: In seconds since 1970.
    ///   - secondsKept: How long one is kept that can be resumed; default is ``daysKept``.
    package func isStale(at now: Int, secondsKept: Int? = nil) -> Bool {
        guard state == .unfinished else { return false }
        return resumption == nil || now - changedAt > secondsKept ?? Self.daysKept * 86_400
    }

    /// The runs directly inside a directory, by name; none if it does not exist. A link to a run
    /// elsewhere is none.
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

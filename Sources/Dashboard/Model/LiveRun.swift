internal import MemoryBudget

/// A run as the live page shows it: everything that the page knows, as `Documentation/LivePage.md` has
/// it.
package struct LiveRun: Hashable, Sendable, Codable {
    /// The format's name and version.
    package static let schema = "membudget.live/1"

    /// The format that it follows.
    package private(set) var schema = Self.schema
    /// The status, the plan and how far it is.
    package var header: LiveHeader
    /// In the order of the command line; empty until the record of the run is there.
    package var scenarios: [LiveScenario] = []
    /// The trial that runs; nil between two of them.
    package var running: RunningTrial?
    /// The last things that were told of the run, oldest first.
    package private(set) var notes: [String] = []

    /// The most notes that are kept.
    static let noteCountMax = 30

    /// A run of which nothing but its place is known.
    package init(path: String) {
        header = LiveHeader(path: path)
    }

    /// Keeps a note; the oldest ones go.
    mutating func note(_ text: String) {
        notes.append(text)
        notes.removeFirst(max(0, notes.count - Self.noteCountMax))
    }

    enum CodingKeys: String, StoredKey {
        case schema, header, scenarios, running, notes
    }
}

/// The status of a run, and how far it is.
package struct LiveHeader: Hashable, Sendable, Codable {
    /// The stages of a run.
    package enum Status: String, Codable, CaseIterable, Sendable {
        /// Nothing was started yet.
        case preparing
        /// Trials are run.
        case running
        /// It came to its end.
        case finished
        /// It was stopped, or what ran it has gone.
        case interrupted
    }

    /// The stage it is at.
    package var status = Status.preparing
    /// The work of this moment that is no trial, such as generating data; nil for none.
    package var activity: String?
    /// Its directory.
    package var path: String
    /// The command line as it was typed; empty until it is known.
    package var command = ""
    /// UTC, ISO 8601; nil until it is known.
    package var startedAt: String?
    /// UTC, ISO 8601; nil until it came to its end.
    package var finishedAt: String?
    /// Trials that are over.
    package var doneCount = 0
    /// Trials that there are, as far as is known by now; nil if that is not known.
    package var plannedCount: Int?
    /// The time that is left, in milliseconds; nil if nothing is known of it.
    package var remainingMilliseconds: Int?
    /// The time that the whole run was expected to take, in milliseconds; nil if that was not known.
    package var plannedMilliseconds: Int?

    enum CodingKeys: String, StoredKey {
        case status, activity, path, command
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case doneCount = "done_count"
        case plannedCount = "planned_count"
        case remainingMilliseconds = "remaining_ms"
        case plannedMilliseconds = "planned_ms"
    }
}

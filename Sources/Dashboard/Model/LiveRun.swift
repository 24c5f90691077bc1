internal import MemoryBudget

/// A run as the live page shows it, in the format described in `Documentation/LivePage.md`.
///
/// ```swift
/// var run = LiveRun(path: ".membudget/runs/today")
/// run.header.status = .running
/// ```
package struct LiveRun: Hashable, Sendable, Codable {
    /// The name and version of the format.
    package static let schema = "membudget.live/1"

    /// The format of this value.
    package private(set) var schema = Self.schema
    /// The status, plan and progress.
    package var header: LiveHeader
    /// The scenarios in the order of the command line; empty until the run's record is written.
    package var scenarios: [LiveScenario] = []
    /// The running trial; `nil` between trials.
    package var running: RunningTrial?
    /// The latest messages about the run, oldest first.
    package private(set) var notes: [String] = []

    /// The maximum number of notes that are kept.
    static let noteCountMax = 30

    /// Creates a run of which only the path is known.
    package init(path: String) {
        header = LiveHeader(path: path)
    }

    /// Adds a note, and removes the oldest ones if there are too many.
    mutating func note(_ text: String) {
        notes.append(text)
        notes.removeFirst(max(0, notes.count - Self.noteCountMax))
    }

    enum CodingKeys: String, StoredKey {
        case schema, header, scenarios, running, notes
    }
}

/// The status and progress of a run.
package struct LiveHeader: Hashable, Sendable, Codable {
    /// The stages of a run.
    package enum Status: String, Codable, CaseIterable, Sendable {
        /// Nothing has been started.
        case preparing
        /// Trials are being run.
        case running
        /// The run completed.
        case finished
        /// The run was stopped, or its process is gone.
        case interrupted
    }

    /// The stage of the run.
    package var status = Status.preparing
    /// The current work that is not a trial, such as generating data; `nil` for none.
    package var activity: String?
    /// The path of the run's folder.
    package var path: String
    /// The command line as typed; empty until known.
    package var command = ""
    /// The start time in UTC, ISO 8601; `nil` until known.
    package var startedAt: String?
    /// The end time in UTC, ISO 8601; `nil` until the run completes.
    package var finishedAt: String?
    /// The number of completed trials.
    package var doneCount = 0
    /// The number of trials known so far, including completed ones; `nil` if unknown.
    package var plannedCount: Int?
    /// The remaining time, in milliseconds; `nil` if unknown.
    package var remainingMilliseconds: Int?
    /// The expected duration of the whole run, in milliseconds; `nil` if unknown.
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

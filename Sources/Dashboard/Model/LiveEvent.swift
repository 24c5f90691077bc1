internal import FoundationEssentials
internal import HTTPServing
internal import MemoryBudget

/// A change in a run, in the form that is sent to the page.
enum LiveEvent {
    /// The whole run, which replaces all earlier data.
    case state(LiveRun)
    /// The status, plan and progress.
    case header(LiveHeader)
    /// A trial is about to start.
    case started(Started)
    /// The progress of the running trial.
    case moment(LiveMoment)
    /// A trial has ended.
    case ended(Ended)
    /// A message for the user.
    case note(String)
    /// The server is about to stop; the page keeps its contents.
    case closing

    /// A trial that is about to start.
    struct Started: Encodable {
        var header: LiveHeader
        var running: RunningTrial
    }

    /// A trial that has ended, and the cells that changed.
    struct Ended: Encodable {
        var header: LiveHeader
        var scenario: String
        var cells: [LiveCell]
    }

    /// The event as sent.
    var streamed: StreamedEvent {
        switch self {
        case .state(let run): Self.event("state", of: run)
        case .header(let header): Self.event("header", of: header)
        case .started(let started): Self.event("started", of: started)
        case .moment(let moment): Self.event("moment", of: moment)
        case .ended(let ended): Self.event("ended", of: ended)
        case .note(let text): Self.event("note", of: [text])
        case .closing: StreamedEvent("closing", data: "{}")
        }
    }

    private static func event(_ name: String, of value: some Encodable) -> StreamedEvent {
        StreamedEvent(name, data: json(value))
    }

    /// Returns a value as JSON in one line.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("the values of a live run are finite numbers and texts")
        }
        return String(decoding: visibleJSON([UInt8](data)), as: UTF8.self)
    }
}

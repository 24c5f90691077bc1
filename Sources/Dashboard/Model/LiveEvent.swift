internal import FoundationEssentials
internal import HTTPServing
internal import MemoryBudget

/// The changes of a run, each as the page gets it.
enum LiveEvent {
    /// The whole run, in place of all before.
    case state(LiveRun)
    /// Status, plan and progress.
    case header(LiveHeader)
    /// A trial is about to start.
    case started(Started)
    /// A moment of the running trial.
    case moment(LiveMoment)
    /// A trial is over.
    case ended(Ended)
    /// Something was told.
    case note(String)
    /// The server ends, and the page keeps what it has.
    case closing

    /// A trial that starts.
    struct Started: Encodable {
        var header: LiveHeader
        var running: RunningTrial
    }

    /// A trial that is over, with the cells that are no more what they were.
    struct Ended: Encodable {
        var header: LiveHeader
        var scenario: String
        var cells: [LiveCell]
    }

    /// The event as it is sent.
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

    /// A value in one line.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("the values of a live run are finite numbers and texts")
        }
        return String(decoding: visibleJSON([UInt8](data)), as: UTF8.self)
    }
}

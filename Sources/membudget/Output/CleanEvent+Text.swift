import Bench
import Reports

extension CleanEvent {
    /// Returns the line of an event; `nil` if there is nothing to report.
    func text(isRehearsal: Bool) -> String? {
        switch self {
        case .removed(_, let path): isRehearsal ? CleanText.wouldRemove(path) : nil
        case .counted(let kind, let count, let byteCount):
            CleanText.counted(
                count, one: kind.words.one, several: kind.words.several, byteCount: byteCount,
                isRehearsal: isRehearsal)
        case .skipped(let path, let reason):
            CleanText.skipped(path, because: reason == .inUse ? "in use" : "not made by membudget")
        case .unreadable(let reason): CleanText.skipped(reason, because: "not readable as a run")
        case .left(let path, let command): CleanText.left(path, command: command)
        case .workRemoved(let path): CleanText.workRemoved(path, isRehearsal: isRehearsal)
        case .failed(let sentence): CleanText.failed(sentence)
        }
    }

    /// Whether the event is a result rather than a note.
    var isResult: Bool {
        switch self {
        case .counted, .removed: true
        default: false
        }
    }
}

extension CleanEvent.Kind {
    fileprivate var words: (one: String, several: String) {
        switch self {
        case .dataset: ("dataset", "datasets")
        case .run: ("run", "runs")
        case .staleRun: ("stale run", "stale runs")
        case .cgroup: ("cgroup of a killed run", "cgroups of killed runs")
        case .folder: ("folder of a killed run", "folders of killed runs")
        }
    }
}

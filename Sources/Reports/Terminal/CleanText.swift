internal import MemoryBudget

/// The messages of `membudget clean`. Names of files and folders come from outside: control
/// characters in them are shown as escapes.
///
/// ```swift
/// print(CleanText.skipped("data/csv-rows", because: "in use"))
/// ```
package enum CleanText {
    /// Returns the number of items removed, or to be removed: `removed 2 datasets, 3.0 MiB`.
    package static func counted(
        _ count: Int, one: String, several: String, byteCount: Int?, isRehearsal: Bool
    ) -> String {
        let size = byteCount.map { ", \(ByteCount($0))" } ?? ""
        let verb = isRehearsal ? "would remove" : "removed"
        return "\(verb) \(count) \(count == 1 ? one : several)\(size)"
    }

    /// Returns the message about an item that would be removed.
    package static func wouldRemove(_ path: String) -> String {
        "would remove: \(TerminalText.visible(path))"
    }

    /// Returns the message about an item that is kept, with the reason.
    package static func skipped(_ path: String, because reason: String) -> String {
        "skipped, \(reason): \(TerminalText.visible(path))"
    }

    /// Returns the message about an unfinished run that can be resumed.
    package static func left(_ path: String, command: String) -> String {
        "skipped, not finished: \(TerminalText.visible(path)); resume it with:"
            + " \(TerminalText.visible(command))"
    }

    /// Returns the message about a trial's files in a run that is kept.
    package static func workRemoved(_ path: String, isRehearsal: Bool) -> String {
        "\(isRehearsal ? "would remove" : "removed") the trial's files of"
            + " \(TerminalText.visible(path))"
    }

    /// Returns the message about an item that could not be removed.
    package static func failed(_ sentence: String) -> String {
        "not removed: \(TerminalText.visible(sentence))"
    }
}

internal import MemoryBudget

/// The sentences of `membudget clean`. Names of files and folders may be anybody's: what would move the
/// cursor or colour the screen is shown as an escape.
package enum CleanText {
    /// The number of things of a kind that are gone, or would be: `removed 2 datasets, 3.0 MiB`.
    package static func counted(
        _ count: Int, one: String, several: String, byteCount: Int?, isRehearsal: Bool
    ) -> String {
        let size = byteCount.map { ", \(ByteCount($0))" } ?? ""
        let verb = isRehearsal ? "would remove" : "removed"
        return "\(verb) \(count) \(count == 1 ? one : several)\(size)"
    }

    /// One thing that would be removed.
    package static func wouldRemove(_ path: String) -> String {
        "would remove: \(TerminalText.visible(path))"
    }

    /// Something that stays, and why.
    package static func skipped(_ path: String, because reason: String) -> String {
        "skipped, \(reason): \(TerminalText.visible(path))"
    }

    /// A run that somebody may resume.
    package static func left(_ path: String, command: String) -> String {
        "not finished, left: \(TerminalText.visible(path)); go on with it:"
            + " \(TerminalText.visible(command))"
    }

    /// The files of a trial whose run stays.
    package static func workRemoved(_ path: String, isRehearsal: Bool) -> String {
        "\(isRehearsal ? "would remove" : "removed") the trial's files of"
            + " \(TerminalText.visible(path))"
    }

    /// Something that could not be removed.
    package static func failed(_ sentence: String) -> String {
        "not removed: \(TerminalText.visible(sentence))"
    }
}

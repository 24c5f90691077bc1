package import HeapProfile
internal import MemoryBudget

/// The positions of a process's threads at its death: `main thread in memset, called by
/// hold_share (holding.c:71); 5 of 8 other threads in malloc, called by parse`.
package struct ThreadSentence: Sendable {
    /// The sentence, without a full stop.
    package let text: String

    /// Describes the main thread or, if it was gone, the first thread, and the most common position
    /// of the others. The agent's thread is left out.
    package init(_ threads: [NamedThread], of process: Int) {
        let threads = threads.filter { !$0.isAgent }
        guard let first = threads.first else {
            text = "the positions of its threads are unknown: its memory was already gone"
            return
        }
        let who = first.id == process ? "main thread" : "thread '\(first.name)'"
        let parts = [
            "\(who) \(Self.place(of: first, withLine: true))\(Self.doubt(first))",
            Self.others(Array(threads.dropFirst())),
        ]
        text = TerminalText.visible(parts.compactMap(\.self).joined(separator: "; "))
    }

    /// Returns the most common position in user code; threads that wait in a pool have none.
    private static func others(_ threads: [NamedThread]) -> String? {
        let busy = threads.filter { $0.userFrame != nil }
        let places = Dictionary(
            grouping: (busy.isEmpty ? threads : busy).map { place(of: $0, withLine: false) },
            by: \.self)
        let common = places.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        guard let common else { return nil }
        let count = common.value.count
        let all = Figures.plural(threads.count, "other thread")
        return "\(count == threads.count ? "" : "\(count) of ")\(all) \(common.key)"
    }

    private static func place(of thread: NamedThread, withLine: Bool) -> String {
        let user = thread.userFrame.map { frame in
            frame.function + (withLine ? frame.place.map { " (\($0))" } ?? "" : "")
        }
        let names = [thread.calledFunction, user].compactMap(\.self)
        return names.isEmpty
            ? "in an unknown function" : "in " + names.joined(separator: ", called by ")
    }

    private static func doubt(_ thread: NamedThread) -> String {
        thread.extent == .leaf ? " (only its innermost frame could be read)" : ""
    }
}

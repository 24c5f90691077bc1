package import HeapProfile
internal import MemoryBudget

/// Where a process was when it died: `main thread in memset under hold_share (holding.c:71); 5 of 8
/// other threads in malloc under parse`.
package struct ThreadSentence: Sendable {
    /// The words; without a full stop.
    package let text: String

    /// Tells of the main thread or, if that was gone, of the first to end, and of where others were.
    package init(_ threads: [NamedThread], of process: Int) {
        guard let first = threads.first else {
            text = "where its threads were is not known: its memory was gone already"
            return
        }
        let who = first.id == process ? "main thread" : "thread '\(first.name)'"
        let parts = [
            "\(who) \(Self.place(of: first, withLine: true))\(Self.doubt(first))",
            Self.others(threads.dropFirst()),
        ]
        text = TerminalText.visible(parts.compactMap(\.self).joined(separator: "; "))
    }

    /// The most common place of those in the user's own code: who waits in a pool has none.
    private static func others(_ threads: ArraySlice<NamedThread>) -> String? {
        let busy = threads.filter { $0.userFrame != nil }
        let places = Dictionary(
            grouping: (busy.isEmpty ? Array(threads) : busy).map { place(of: $0, withLine: false) },
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
        return names.isEmpty ? "nowhere known" : "in " + names.joined(separator: " under ")
    }

    private static func doubt(_ thread: NamedThread) -> String {
        thread.extent == .leaf ? " (only its innermost frame could be read)" : ""
    }
}

internal import HeapProfile
package import RunStore

/// The part of a profile to show.
///
/// ```swift
/// var table = ProfileTable()
/// table.selection = ProfileSelection(order: .total)
/// ```
package struct ProfileSelection: Hashable, Sendable {
    /// The figure that call sites are shown and sorted by; `nil` for the live bytes at the
    /// profile's moment.
    package var order: SiteOrder?
    /// The phase from whose start growth is shown, instead of held memory; `nil` for the start of
    /// the process if ``to`` is chosen.
    package var from: String?
    /// The phase up to whose start growth is shown; `nil` for the process's end if ``from`` is
    /// chosen.
    package var to: String?

    /// Creates a selection; by default the whole profile.
    package init(order: SiteOrder? = nil, from: String? = nil, to: String? = nil) {
        self.order = order
        self.from = from
        self.to = to
    }

    /// Returns the growth between the chosen phases; `nil` if none is chosen, or one is missing.
    func growth(of record: ProfileRecord) -> PhaseGrowth? {
        guard from != nil || to != nil else { return nil }
        return PhaseGrowth(PhaseSpan(from: from, to: to), of: record.heap)
    }

    /// Returns a chosen phase that the profiled program did not report, and the reported ones;
    /// `nil` if none is missing.
    package func missingPhase(in record: ProfileRecord) -> (name: String, known: [String])? {
        let known = record.heap.phases?.map(\.name) ?? []
        return [from, to].compactMap(\.self).first { !known.contains($0) }.map { ($0, known) }
    }
}

/// The figure that a table's call sites are sorted by; the raw value is its command-line name.
package enum SiteOrder: String, CaseIterable, Sendable {
    /// The live bytes at the peak.
    case peak
    /// The live bytes at the end.
    case end
    /// The sum of all allocated bytes.
    case total
    /// The number of blocks that were released before their thread allocated again.
    case temporary
}

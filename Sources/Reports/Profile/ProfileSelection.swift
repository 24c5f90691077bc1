internal import HeapProfile
package import RunStore

/// Which part of a profile is shown.
package struct ProfileSelection: Hashable, Sendable {
    /// The figure that sites are shown and ordered by; nil for what they held at the moment that the
    /// profile is about.
    package var order: SiteOrder?
    /// Growth since the start of this phase, instead of what was held; nil for the start of the process if
    /// ``to`` is chosen.
    package var from: String?
    /// Growth up to the start of this phase; nil for the end of the process if ``from`` is chosen.
    package var to: String?

    /// A selection; the whole profile unless something is chosen.
    package init(order: SiteOrder? = nil, from: String? = nil, to: String? = nil) {
        self.order = order
        self.from = from
        self.to = to
    }

    /// Growth between two phases of a profile; nil if no phase is chosen, or it has none of that name.
    func growth(of record: ProfileRecord) -> PhaseGrowth? {
        guard from != nil || to != nil else { return nil }
        return PhaseGrowth(PhaseSpan(from: from, to: to), of: record.heap)
    }

    /// A chosen phase that the program of a profile did not name, and those that it named; nil if all is
    /// well.
    package func missingPhase(in record: ProfileRecord) -> (name: String, known: [String])? {
        let known = record.heap.phases?.map(\.name) ?? []
        return [from, to].compactMap(\.self).first { !known.contains($0) }.map { ($0, known) }
    }
}

/// The figure that a table's sites are ordered by; the raw value is its name on the command line.
package enum SiteOrder: String, CaseIterable, Sendable {
    /// Live bytes at the peak.
    case peak
    /// Live bytes at the end.
    case end
    /// All bytes that were ever allocated.
    case total
    /// Blocks that were released before their thread allocated again.
    case temporary
}

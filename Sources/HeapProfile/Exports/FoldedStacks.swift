internal import MemoryBudget

/// Stacks as flame graph tools take them: root first, joined by semicolons, a blank and a whole number
/// of bytes (flamegraph.pl, inferno, Speedscope, Firefox Profiler).
package struct FoldedStacks: Sendable {
    private let profile: HeapProfile

    /// Takes a profile.
    package init(_ profile: HeapProfile) { self.profile = profile }

    /// The lines, in the order of their text; they add up to the counted live bytes, but for what
    /// rounding leaves.
    package func text(at moment: HeapMoment) -> String {
        var bytes: [String: Double] = [:]
        for estimate in profile.estimates(at: moment) {
            bytes[stack(of: estimate.site), default: 0] += estimate.bytes.estimate
        }
        return bytes.sorted { $0.key < $1.key }
            .map { "\($0.key) \(whole($0.value))\n" }.joined()
    }

    private func stack(of site: Int) -> String {
        let names = profile.stack(of: site).reversed().map { frame in
            VisibleText.line(frame.function).unicodeScalars
                .map { $0 == ";" ? "," : String($0) }.joined()
        }
        return names.isEmpty ? "[no stack]" : names.joined(separator: ";")
    }
}

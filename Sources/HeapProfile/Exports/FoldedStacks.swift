internal import MemoryBudget

/// Folded stacks as read by flame graph tools (flamegraph.pl, inferno, Speedscope, Firefox
/// Profiler).
///
/// ```swift
/// func folded(_ profile: HeapProfile) -> String {
///     FoldedStacks(profile).text(at: .peak)
/// }
/// ```
///
/// Each line has the frames of a stack, root first and joined by semicolons, then a space and a
/// whole number of bytes.
package struct FoldedStacks: Sendable {
    private let profile: HeapProfile

    /// Creates the stacks of a profile.
    package init(_ profile: HeapProfile) { self.profile = profile }

    /// Returns the lines, sorted as text. Their numbers add up to the counted live bytes, except
    /// for rounding.
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

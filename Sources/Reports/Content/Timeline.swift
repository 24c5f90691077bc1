package import MemoryBudget
package import RunStore

/// The trials whose memory over time a report shows: one per strategy, at the largest scale.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// let trials = Timeline.trials(of: run)
/// ```
package enum Timeline {
    /// Returns the trials of a run whose samples a report needs.
    package static func trials(of run: RunRecord) -> [Observation] {
        run.views.flatMap { view in
            traces(of: DrawnVariants(of: view).variants, in: view).map(\.trial)
        }
    }

    /// A trial and the strategy it represents.
    struct Trace {
        var variant: Variant
        var trial: Observation
    }

    /// Returns the median trial of each strategy, and the one without a budget if there is one.
    static func traces(of variants: [Variant], in scenario: ScenarioView) -> [Trace] {
        guard let scale = scenario.scales.last else { return [] }
        return variants.flatMap { variant -> [Trace] in
            guard let cell = variant.cell(at: scale) else { return [] }
            let sorted = cell.measured.sorted {
                ($0.bytes(of: scenario.metric) ?? 0) < ($1.bytes(of: scenario.metric) ?? 0)
            }
            let middle = sorted.isEmpty ? nil : sorted[sorted.count / 2]
            return [middle, cell.need].compactMap(\.self).map { Trace(variant: variant, trial: $0) }
        }
    }
}

package import MemoryBudget
package import RunStore

/// Whose samples a report shows: of each strategy one trial, at the largest scale.
package enum Timeline {
    /// The trials of a run whose series a report wants, for whoever reads them.
    package static func trials(of run: RunRecord) -> [Observation] {
        run.views.flatMap { view in
            traces(of: DrawnVariants(of: view).variants, in: view).map(\.trial)
        }
    }

    /// A trial and the strategy it stands for.
    struct Trace {
        var variant: Variant
        var trial: Observation
    }

    /// The middle one of the measured trials, and the need trial of what was stopped.
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

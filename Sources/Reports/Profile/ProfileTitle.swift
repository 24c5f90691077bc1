package import MemoryBudget

/// What a profile is of, in a line above it where there are several.
package enum ProfileTitle {
    /// `csv-ingest load-all @ 20k`.
    package static func text(of trial: Observation) -> String {
        let scale = trial.scale.label
        let words = [
            trial.scenario, Cell.variant(of: trial.strategy, with: trial.parameters),
            scale.isEmpty ? "" : "@ \(scale)",
        ]
        return TerminalText.visible(words.filter { !$0.isEmpty }.joined(separator: " "))
    }
}

package import MemoryBudget

/// The line above a profile if there are several.
package enum ProfileTitle {
    /// Returns `csv-ingest load-all @ 20k`.
    package static func text(of trial: Observation) -> String {
        let scale = trial.scale.label
        let words = [
            trial.scenario, Cell.variant(of: trial.strategy, with: trial.parameters),
            scale.isEmpty ? "" : "@ \(scale)",
        ]
        return TerminalText.visible(words.filter { !$0.isEmpty }.joined(separator: " "))
    }
}

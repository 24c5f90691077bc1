/// The conditions around the trials of a command: its environment, its folder, and the commands that
/// run before and after each trial, outside the measurement.
package struct TrialSurroundings: Hashable, Sendable {
    /// Variables added to the environment of a trial, or replaced in it; default none.
    package var environment: [String: String] = [:]
    /// The folder that a trial starts in, as the scenario writes it: relative to its folder, or with
    /// `{here}`. Nil, the default, is the folder that membudget was started in.
    package var folder: String?
    /// The program and arguments that run before every trial; empty, the default, runs nothing.
    package var setup: [String] = []
    /// The program and arguments that run after every trial, however it ended; empty, the default, runs
    /// nothing.
    package var cleanup: [String] = []

    /// Nothing added, nothing run.
    package init() {}

    /// The folder that a trial starts in, absolute; nil for the one that membudget was started in.
    ///
    /// - Parameter here: The folder of the scenario.
    package func trialFolder(here: String) -> String? {
        folder.map { Scenario.path($0, here: here) }
    }
}

extension Scenario {
    /// The absolute path that a path of a scenario's file stands for: `{here}` is its folder, and a
    /// relative path begins there.
    package static func path(_ written: String, here: String) -> String {
        let values = [CommandTemplate.Placeholder.here.rawValue: here]
        let expanded = CommandTemplate.expand(written, values: values)
        return expanded.hasPrefix("/") ? expanded : "\(here)/\(expanded)"
    }
}

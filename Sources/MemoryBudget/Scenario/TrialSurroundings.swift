/// The conditions around a command's trials: environment, folder, and unmeasured setup and cleanup
/// commands.
package struct TrialSurroundings: Hashable, Sendable {
    /// Environment variables to add or replace; default none.
    package var environment: [String: String] = [:]
    /// The working folder of a trial, as written in the scenario: relative to its folder, or with
    /// `{here}`. `nil`, the default, is the folder that membudget was started in.
    package var folder: String?
    /// The program and arguments to run before every trial; default none.
    package var setup: [String] = []
    /// The program and arguments to run after every trial, however it ended; default none.
    package var cleanup: [String] = []

    /// Creates the defaults: nothing is added, and nothing else runs.
    package init() {}

    /// Returns the absolute working folder of a trial; `nil` for the folder that membudget was
    /// started in.
    ///
    /// - Parameter here: The folder of the scenario.
    package func trialFolder(here: String) -> String? {
        folder.map { Scenario.path($0, here: here) }
    }
}

extension Scenario {
    /// Returns the absolute form of a path in a scenario's file: `{here}` is the file's folder, and
    /// relative paths are resolved against it.
    package static func path(_ written: String, here: String) -> String {
        let values = [CommandTemplate.Placeholder.here.rawValue: here]
        let expanded = CommandTemplate.expand(written, values: values)
        return expanded.hasPrefix("/") ? expanded : "\(here)/\(expanded)"
    }
}

package import MemoryBudget

extension Scenario {
    /// Returns the absolute path for a path in the scenario's file: relative paths start at the
    /// folder of the file, which also replaces `{here}`.
    package func path(_ written: String) -> String { Self.path(written, here: folder) }

    /// The absolute path of the folder in which trials start; `nil` for membudget's current folder.
    package var trialFolder: String? { surroundings.trialFolder(here: folder) }
}

package import MemoryBudget

extension Scenario {
    /// The absolute path that a path of its file stands for: `{here}` is its folder, and a relative path
    /// begins there.
    package func path(_ written: String) -> String { Self.path(written, here: folder) }

    /// The folder that its trials start in, absolute; nil for the one that membudget was started in.
    package var trialFolder: String? { surroundings.trialFolder(here: folder) }
}

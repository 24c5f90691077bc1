import Glibc
import MemoryBudget
import ScenarioFiles

/// The folders that a command's placeholders stand for.
struct CommandFolders {
    /// By placeholder, as they are written into the command.
    let paths: [(placeholder: CommandTemplate.Placeholder, path: String)]

    /// Refuses a folder whose path is not UTF-8: what it becomes as text is another path, and so another
    /// program might be measured.
    ///
    /// - Throws: ``BenchError`` 65.
    func check(for scenario: Scenario) throws {
        let used = scenario.placeholders
        for (placeholder, path) in paths
        where used.contains(placeholder.rawValue) && path.contains("\u{FFFD}") {
            // A folder may have that character in its name.
            guard access(path, F_OK) != 0 else { continue }
            throw BenchError(
                .invalidScenario,
                "'\(scenario.name)': {\(placeholder.rawValue)} stands for the folder \(path), whose path is"
                    + " not UTF-8; move it to a folder whose path is")
        }
    }
}

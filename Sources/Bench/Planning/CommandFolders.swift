import Glibc
import MemoryBudget
import ScenarioFiles

/// The folders that replace a command's placeholders.
struct CommandFolders {
    /// The path of each placeholder's folder, as it is written into the command.
    let paths: [(placeholder: CommandTemplate.Placeholder, path: String)]

    /// Checks that the paths are UTF-8. Any other path changes when it is converted to text, and
    /// might then name another program.
    ///
    /// - Throws: ``BenchError`` 65.
    func check(for scenario: Scenario) throws {
        let used = scenario.placeholders
        for (placeholder, path) in paths
        where used.contains(placeholder.rawValue) && path.contains("\u{FFFD}") {
            // The folder's name may contain the replacement character itself.
            guard access(path, F_OK) != 0 else { continue }
            throw BenchError(
                .invalidScenario,
                "'\(scenario.name)': {\(placeholder.rawValue)} stands for the folder \(path), whose path is"
                    + " not UTF-8; rename or move it")
        }
    }
}

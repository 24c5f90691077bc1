package import MemoryBudget

/// The scenario of commands that were given on the command line, in place of a file.
///
/// It is written as YAML and read like a file, so that a run records it, resumes it and is merged as any.
package struct AdHocScenario: Hashable, Sendable {
    /// A command with the name of its strategy.
    package struct Command: Hashable, Sendable {
        /// The strategy's name.
        package var name: String
        /// The program and its arguments, with placeholders.
        package var words: [String]

        /// Names a command.
        package init(name: String, words: [String]) {
            self.name = name
            self.words = words
        }
    }

    /// The file that a scale is the first records of.
    package struct File: Hashable, Sendable {
        /// Its path, relative to the current folder or absolute.
        package var path: String
        /// The name of its records, in the plural.
        package var unit: String

        /// Describes a file.
        package init(path: String, unit: String) {
            self.path = path
            self.unit = unit
        }
    }

    /// The commands, in the order of the table; their names are unique.
    package var commands: [Command]
    /// The data; nil for commands without `{input}`.
    package var file: File?
    /// The scales; empty for commands without `{input}` and `{scale}`.
    package var scales: [Scale]

    /// Describes a scenario.
    package init(commands: [Command], file: File? = nil, scales: [Scale] = []) {
        self.commands = commands
        self.file = file
        self.scales = scales
    }

    /// The scenario's name: that of the only command, or `commands`.
    package var name: String {
        commands.count == 1 ? commands[0].name : "commands"
    }

    /// The whole file.
    package var text: String {
        var lines = ["scenario: \(name)", "about: Given with --command"]
        if let file {
            lines += ["dataset: { file: \(YAMLText.scalar(file.path)) }", "unit: \(file.unit)"]
        }
        if !scales.isEmpty {
            lines.append("scales: [\(scales.map(\.label).joined(separator: ", "))]")
        }
        lines.append("strategies:")
        lines += commands.map { "  \($0.name): { command: \(YAMLText.flowList($0.words)) }" }
        let words = commands.flatMap(\.words).flatMap(CommandTemplate.placeholders)
        let literal = words.uniqued().filter { CommandTemplate.Placeholder(rawValue: $0) == nil }
        if !literal.isEmpty {
            lines.append("parameters:")
            lines += literal.map { "  \($0): [\"{\($0)}\"]" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

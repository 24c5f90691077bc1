package import MemoryBudget

/// The scenario of commands that were given on the command line instead of in a file.
///
/// It is written as YAML and parsed like a file, so that a run can be recorded, resumed and merged
/// as usual.
///
/// ```swift
/// let sort = AdHocScenario.Command(name: "sort", words: ["sort", "{input}"])
/// let orders = AdHocScenario.File(path: "orders.csv", unit: "rows")
/// var scenario = AdHocScenario(commands: [sort], file: orders, scales: [])
/// print(scenario.text)
/// ```
package struct AdHocScenario: Hashable, Sendable {
    /// A command and the name of its strategy.
    package struct Command: Hashable, Sendable {
        /// The strategy's name.
        package var name: String
        /// The program and its arguments, with placeholders.
        package var words: [String]

        /// Creates a command.
        package init(name: String, words: [String]) {
            self.name = name
            self.words = words
        }
    }

    /// A file of records, the first of which are the input at each scale.
    package struct File: Hashable, Sendable {
        /// The path, absolute or relative to the current folder.
        package var path: String
        /// The plural name of the records.
        package var unit: String

        /// Creates a file.
        package init(path: String, unit: String) {
            self.path = path
            self.unit = unit
        }
    }

    /// The commands, in the order of the table, with unique names.
    package var commands: [Command]
    /// The data; `nil` for commands without `{input}`.
    package var file: File?
    /// The scales; empty for commands without `{input}` and `{scale}`.
    package var scales: [Scale]
    /// The check of the results; `nil` for none.
    package var verification: Verification?

    /// Creates a scenario.
    package init(
        commands: [Command], file: File? = nil, scales: [Scale] = [],
        verification: Verification? = nil
    ) {
        self.commands = commands
        self.file = file
        self.scales = scales
        self.verification = verification
    }

    /// The scenario's name: that of the only command, or `commands`.
    package var name: String {
        commands.count == 1 ? commands[0].name : "commands"
    }

    /// The YAML text of the scenario.
    package var text: String {
        var lines = ["scenario: \(name)"]
        if let file {
            lines += ["dataset: { file: \(YAMLText.scalar(file.path)) }", "unit: \(file.unit)"]
        }
        if !scales.isEmpty {
            lines.append("scales: [\(scales.map(\.label).joined(separator: ", "))]")
        }
        switch verification {
        case .command(let words): lines.append("verify: \(YAMLText.flowList(words))")
        case .sameAs(let strategy): lines.append("verify: { same-as: \(strategy) }")
        case nil: break
        }
        lines.append("strategies:")
        lines += commands.map { "  \($0.name): { command: \(YAMLText.flowList($0.words)) }" }
        let words = (commands.flatMap(\.words) + (verification?.words ?? []))
            .flatMap(CommandTemplate.placeholders)
        let literal = words.uniqued().filter { CommandTemplate.Placeholder(rawValue: $0) == nil }
        if !literal.isEmpty {
            lines.append("parameters:")
            lines += literal.map { "  \($0): [\"{\($0)}\"]" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

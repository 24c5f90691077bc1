package import MemoryBudget

/// A scenario for a user's command, to be written as YAML by ``ScenarioTemplate``.
package struct CommandScenario: Hashable, Sendable {
    /// The scenario's name; the file should be `<name>.yaml`.
    package var name: String
    /// The program and its arguments, with placeholders.
    package var arguments: [String]
    /// The input data of the command.
    package var data: Data
    /// The program and arguments that check a result; `nil` writes an example as a comment.
    package var check: [String]?

    /// The data of a command.
    package enum Data: Hashable, Sendable {
        /// No data, or the command finds its own.
        case none
        /// Generated rows.
        case generated
        /// The first records of a file.
        case file(File)
    }

    /// A file of records.
    package struct File: Hashable, Sendable {
        /// The path in the scenario: absolute, or relative to the scenario's folder.
        package var path: String
        /// The number of records.
        package var records: Int
        /// The size of the file, in bytes.
        package var bytes: Int
        /// The plural name of the records.
        package var unit: String

        /// Creates a file.
        package init(path: String, records: Int, bytes: Int, unit: String) {
            self.path = path
            self.records = records
            self.bytes = bytes
            self.unit = unit
        }
    }

    /// Creates a scenario without a check.
    package init(name: String, arguments: [String], data: Data) {
        self.name = name
        self.arguments = arguments
        self.data = data
    }
}

extension CommandScenario {
    /// Returns a first budget for a job: twice the input size plus 128 MiB, rounded up to a power
    /// of two, from 256 MiB to 4 GiB.
    ///
    /// Most programs keep this budget, so that the first report shows figures rather than failures.
    package static func startingBudget(inputBytes: Int) -> ByteCount {
        var mebibytes = 256
        while mebibytes < 4096, (mebibytes << 20) < min(inputBytes, 1 << 40) * 2 + (128 << 20) {
            mebibytes *= 2
        }
        return .mebibytes(mebibytes)
    }

    var inputBytes: Int {
        if case .file(let file) = data { file.bytes } else { 0 }
    }

    /// The names of all placeholders.
    var placeholders: [String] { arguments.flatMap(CommandTemplate.placeholders) }

    /// Returns whether the command uses a placeholder.
    func uses(_ placeholder: CommandTemplate.Placeholder) -> Bool {
        placeholders.contains(placeholder.rawValue)
    }
}

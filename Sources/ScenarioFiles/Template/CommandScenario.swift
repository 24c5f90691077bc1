package import MemoryBudget

/// A scenario for a command of the user's, before it is written as YAML.
package struct CommandScenario: Hashable, Sendable {
    /// Its name; the file should be `<name>.yaml`.
    package var name: String
    /// The program and its arguments, with placeholders.
    package var arguments: [String]
    /// The data it is run on.
    package var data: Data
    /// The program and arguments that check a result; nil writes an example as a comment.
    package var check: [String]?

    /// The data of a command.
    package enum Data: Hashable, Sendable {
        /// None, or the command finds its own.
        case none
        /// Rows that are generated.
        case generated
        /// The first records of a file.
        case file(File)
    }

    /// A file of records.
    package struct File: Hashable, Sendable {
        /// As the scenario writes it: absolute, or relative to the scenario's folder.
        package var path: String
        /// The number of its records.
        package var records: Int
        /// Its size, in bytes.
        package var bytes: Int
        /// The name of its records, in the plural.
        package var unit: String

        /// Describes a file.
        package init(path: String, records: Int, bytes: Int, unit: String) {
            self.path = path
            self.records = records
            self.bytes = bytes
            self.unit = unit
        }
    }

    /// Describes a scenario without a check.
    package init(name: String, arguments: [String], data: Data) {
        self.name = name
        self.arguments = arguments
        self.data = data
    }
}

extension CommandScenario {
    /// The budget to begin with, for a job whose input has a size: twice that and 128 MiB, rounded up to a
    /// power of two, from 256 MiB to 4 GiB.
    ///
    /// Most programs keep it at first, so that the first table has figures in it.
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

    /// The words in braces.
    var placeholders: [String] { arguments.flatMap(CommandTemplate.placeholders) }

    /// The command uses a placeholder.
    func uses(_ placeholder: CommandTemplate.Placeholder) -> Bool {
        placeholders.contains(placeholder.rawValue)
    }
}

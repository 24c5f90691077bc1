extension Walkthrough.TypedCommand {
    /// Adds a line to the command if it continues, and otherwise to its output.
    mutating func add(_ line: String) {
        if output.isEmpty, isContinued {
            join(line)
        } else {
            output.append(line)
        }
    }

    /// Whether the next line belongs to the command.
    var isContinued: Bool { text.hasSuffix("\\") }

    /// Adds a line to the command.
    mutating func join(_ line: String) {
        text += "\n\(line)"
        lineCount += 1
    }

    /// The expected status of the preceding command, if this one prints it.
    package var askedStatus: Int? {
        text == "echo $?" ? output.first.flatMap { Int($0) } : nil
    }
}

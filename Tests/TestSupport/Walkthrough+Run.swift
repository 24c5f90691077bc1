import Foundation

extension Walkthrough {
    /// A command that didn't do what the document says.
    package struct Failure: Sendable, CustomStringConvertible {
        /// The command.
        package let command: TypedCommand
        /// The difference.
        package let message: String
        /// All of its output, from both streams.
        package let printed: String

        /// The position, the difference, and all output.
        package var description: String {
            "line \(command.line): $ \(command.text)\n\(message)\n--- it printed\n\(printed)"
        }
    }

    /// Follows the document in a folder, and returns the differences.
    ///
    /// A command must exit with 0, or with the status shown by a following `echo $?`. A change of
    /// folder persists, but variables don't. After a failed command nothing is run, because later
    /// commands depend on it.
    package func failures(
        in directory: String, environment: [String: String] = [:],
        timeLimit: Duration = .seconds(120)
    ) async throws -> [Failure] {
        var folder = directory
        var failures: [Failure] = []
        for (index, step) in steps.enumerated() {
            switch step {
            case .save(let name, let text):
                try Self.save(text, to: "\(folder)/\(name)")
            case .type(let command):
                if command.askedStatus != nil { continue }
                let place = directory + ".folder"
                let result = try await Command.run(
                    ["sh", "-c", Self.script, folder, command.text, place],
                    environment: environment, timeLimit: timeLimit)
                folder = (try? String(contentsOfFile: place, encoding: .utf8)) ?? folder
                try? FileManager.default.removeItem(atPath: place)
                let status = status(asked: steps[(index + 1)...].first)
                if let failure = Self.failure(of: command, result: result, status: status) {
                    failures.append(failure)
                    if result.status != status { return failures }
                }
            }
        }
        return failures
    }

    /// Merges both streams, as on a terminal. $0 is the folder, $1 the command, and $2 the file for
    /// the folder in which the command ends.
    private static let script = """
        exec 2>&1
        cd "$0" || exit 125
        eval "$1"
        status=$?
        printf %s "$PWD" > "$2"
        exit $status
        """

    private func status(asked step: Step?) -> Int {
        guard case .type(let command)? = step else { return 0 }
        return command.askedStatus ?? 0
    }

    private static func save(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func failure(
        of command: TypedCommand, result: Command.Result, status: Int
    ) -> Failure? {
        let printed = result.standardOutput
        let message =
            result.status == status
            ? Transcript.mismatch(documented: command.output, actual: printed)
            : "it ended with \(result.status.map { "\($0)" } ?? "a signal"), not with \(status)"
        return message.map { Failure(command: command, message: $0, printed: printed) }
    }
}

extension Walkthrough {
    /// Returns the document with the actual output in place of the documented one, for each
    /// failure.
    package static func updated(_ text: String, by failures: [Failure]) -> String {
        var lines = text.components(separatedBy: "\n")
        for failure in failures.sorted(by: { $0.command.line > $1.command.line }) {
            let command = failure.command
            let start = command.line - 1 + command.lineCount
            let printed = failure.printed.components(separatedBy: "\n").map {
                String($0.reversed().drop { $0 == " " }.reversed())
            }
            let isEnded = printed.last == ""
            lines.replaceSubrange(
                start..<start + command.output.count, with: isEnded ? printed.dropLast() : printed)
        }
        return lines.joined(separator: "\n")
    }
}

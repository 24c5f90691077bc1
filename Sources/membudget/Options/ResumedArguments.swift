import ArgumentParser
import Bench
import MemoryBudget
import Processes
import RunStore

/// The arguments of a command that only resumes a run, and of the command that started the run.
enum ResumedArguments {
    private static let flags: Set = ["--resume", "--quiet"]
    private static let options: Set = ["--run-dir", "--format", "--time-limit"]

    /// Returns whether the arguments contain no options besides those of resuming.
    static func areAlone(_ arguments: [String]) -> Bool {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let name = String(argument.prefix { $0 != "=" })
            if flags.contains(argument) || (options.contains(name) && name != argument) { continue }
            guard options.contains(argument), rest.popFirst() != nil else { return false }
        }
        return true
    }

    /// Parses the command line that a run was started with.
    ///
    /// - Throws: ``Failure`` 64 if the command line is of another command.
    static func parse<Command: ParsableCommand>(
        _ command: Command.Type, _ commandLine: [String], path: String
    ) throws -> Command {
        do {
            return try Command.parse(Array(commandLine.dropFirst(2)))
        } catch {
            let text = shellWords(commandLine)
            throw Failure(
                .usage,
                "\(path) was started with '\(text)', which is not a"
                    + " '\(Command._commandName)' command")
        }
    }
}

/// A command that measures a run, and can resume one.
protocol ResumableCommand: MeasuringCommand {
    var options: BenchOptions { get set }
}

extension ResumableCommand {
    /// Returns this command, or the one that started the run if this one only resumes it.
    func begun(at place: RunPlace) throws -> Self {
        guard let began = place.earlier?.commandLine else { return self }
        if place.earlier?.finishedAt == nil && !options.measure.quiet {
            printError("resuming \(place.path)")
        }
        guard ResumedArguments.areAlone(Array(ProgramArguments.texts.dropFirst(2))) else {
            return self
        }
        var command = try ResumedArguments.parse(Self.self, began, path: place.path)
        if command.options.measure.takesCgroup, !options.measure.takesCgroup {
            try takeCgroup()
        }
        command.options.format = options.format
        command.options.measure.quiet = options.measure.quiet
        // The time limit applies to this part of the run alone.
        command.options.select.timeLimit = options.select.timeLimit
        return command
    }
}

import ArgumentParser
import Bench
import CRevision
import Harness
import MemoryBudget
import Processes

/// The root command, with its subcommands.
struct Membudget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "membudget",
        abstract: "Measure how much memory jobs need, and test whether they stay within a budget.",
        discussion: """
            A scenario file describes a job: the ways to do it (strategies), input sizes (scales), \
            and a memory budget. A strategy at one scale is a cell. It is run several times; each \
            run is a trial, in a fresh process. Its peak RSS is read when the process ends, \
            however it ends.

            Sizes are binary, such as 64MiB or 64Mi. Scales are numbers, such as 10k or 2M. Times \
            are written as 30s or 1h30m. Reports go to standard output; progress and diagnostics \
            go to standard error.
            """,
        version: Version.text(commit: String(cString: crevision_commit())),
        subcommands: [
            Run.self, BenchCommand.self, GateCommand.self, DashboardCommand.self, Report.self,
            Compare.self, Merge.self, Limit.self, Need.self, Size.self, Profile.self, Generate.self,
            Init.self,
            List.self, Doctor.self,
            Clean.self,
        ])

    /// The last sentence of the help of every command that has flags.
    static let flagDefaults = "Flags, which take no value, are off by default."

    /// Returns the command that the arguments name; for help or an error, prints it and exits.
    ///
    /// It isn't asynchronous: without `/proc`, the threads that run tasks end the process at once.
    static func command() -> any AsyncParsableCommand {
        StopSignals.ignoreBrokenPipes()
        do {
            let arguments = try CheckedArguments.texts()
            try TypedArguments.check(arguments)
            var command = try parseAsRoot(arguments)
            try checkProcessFiles(for: command)
            try CheckedArguments.checkFolders(needsCache: !(command is Run))
            if let command = command as? any AsyncParsableCommand { return command }
            try command.run()
            exit()
        } catch {
            Failure.exit(with: error, for: Self.self)
        }
    }

    /// Runs a command and exits if it fails.
    static func run(_ command: any AsyncParsableCommand) async {
        var command = command
        do {
            if let command = command as? any MeasuringCommand { try await command.prepareCgroup() }
            try await command.run()
            EnforcementMechanisms.restore()
        } catch {
            EnforcementMechanisms.restore()
            Failure.exit(with: error, for: Self.self)
        }
    }

    /// Throws if there is no usable `/proc`, without which all measurements would be meaningless.
    ///
    /// Help pages, which the parser treats as commands, don't need it.
    private static func checkProcessFiles(for command: any ParsableCommand) throws {
        guard configuration.subcommands.contains(where: { $0 == type(of: command) }),
            let objection = ProcessFiles.objection()
        else { return }
        throw Failure(command is Run ? .runFailed : .unavailable, objection)
    }
}

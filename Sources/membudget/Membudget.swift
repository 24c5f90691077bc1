import ArgumentParser
import Bench
import CRevision
import Harness
import MemoryBudget
import Processes

/// The table of contents of the command line.
struct Membudget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "membudget",
        abstract: "Measure how much memory each way of doing a job needs, under a hard budget.",
        discussion: """
            Each trial is a fresh process, whose peak is read when it ends, whatever ended it. Sizes \
            are binary (64MiB or 64Mi), scales are 10k or 2M, times are 30s or 1h30m. The report goes \
            to standard output, progress and diagnostics to standard error.
            """,
        version: Version.text(commit: String(cString: crevision_commit())),
        subcommands: [
            Run.self, BenchCommand.self, GateCommand.self, DashboardCommand.self, Report.self,
            Compare.self, Merge.self, Limit.self, Need.self, Size.self, Profile.self, Generate.self,
            Init.self,
            List.self, Doctor.self,
            Clean.self,
        ])

    /// The last sentence of a command's help that has flags: what every option without a value is by default.
    static let flagDefaults = "Options without a value are off by default."

    /// The command that the arguments ask for; ends the program with a help page or what is wrong.
    ///
    /// Not asynchronous: without `/proc` the threads that serve tasks end the process at once.
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

    /// Runs a command to its end.
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

    /// Refuses to work without `/proc`: whatever a command said then would be about nothing. Help
    /// pages, which the parser makes commands of, need none.
    private static func checkProcessFiles(for command: any ParsableCommand) throws {
        guard configuration.subcommands.contains(where: { $0 == type(of: command) }),
            let objection = ProcessFiles.objection()
        else { return }
        throw Failure(command is Run ? .runFailed : .unavailable, objection)
    }
}

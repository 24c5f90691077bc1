internal import Files
internal import Glibc

/// A program that isn't measured: its command line, account, and folder.
package struct HelperCommand: Sendable {
    /// The program's path, and its arguments.
    package var arguments: [String]
    /// The whole environment; default is ours.
    package var environment: [String: String]
    /// Where it starts; nil stays.
    package var workingDirectory: String?
    /// The file that is its standard input; default `/dev/null`.
    package var input: String
    /// Who it runs as; nil is who we are.
    package var account: Account?
    /// The time it has to end by itself once it is told to stop; default a second.
    package var patience: Duration = .seconds(1)

    /// A command; by default with our environment and no input.
    package init(
        _ arguments: [String], environment: [String: String] = currentEnvironment(),
        workingDirectory: String? = nil, input: String = "/dev/null", account: Account? = nil
    ) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.account = account
    }

    /// Starts it, in a process group of its own; it waits to be let go.
    ///
    /// - Parameter deathSignal: What it gets when the calling thread ends.
    func spawn(output: Int32, errors: Int32, deathSignal: Int32) throws -> SpawnedProcess {
        let standardInput = open(input, O_RDONLY | O_CLOEXEC)
        guard standardInput >= 0 else { throw MachineError("can't read \(input)", errno: errno) }
        defer { close(standardInput) }
        return try Spawner(
            path: ExactPath(arguments[0]), arguments: arguments.map { Array($0.utf8) },
            environment: environmentBlock(environment), workingDirectory: workingDirectory,
            standardInput: standardInput, standardOutput: output, standardError: errors,
            parentDeathSignal: deathSignal, account: account
        ).spawn()
    }

    /// The error for a program that could not be executed.
    func error(_ failure: LaunchFailure) -> MachineError {
        MachineError(
            "can't run \(arguments[0])\(failure.step.map { ": \($0)" } ?? "")",
            errno: failure.number)
    }
}

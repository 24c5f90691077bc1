internal import Files
internal import Glibc

/// An unmeasured program: its command line, account, and folder.
package struct HelperCommand: Sendable {
    /// The program's path, and its arguments.
    package var arguments: [String]
    /// The whole environment; default is ours.
    package var environment: [String: String]
    /// The folder that the program starts in; `nil` for the current one.
    package var workingDirectory: String?
    /// The file for standard input; default `/dev/null`.
    package var input: String
    /// The account that it runs as; `nil` for the current one.
    package var account: Account?
    /// Whether the program inherits only its standard streams and environment from us: no other
    /// descriptors and no umask. Default `false`.
    package private(set) var isIsolated = false
    /// The time it has to end by itself once it is asked to stop; default a second.
    package var patience: Duration = .seconds(1)

    /// Creates a command; by default with our environment and no input.
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

    /// Creates a command that is independent of our caller, and may use another account: it gets
    /// neither our environment, which may hold secrets, nor our descriptors, and starts in `/` by
    /// default.
    package init(
        isolated arguments: [String], workingDirectory: String = "/", account: Account? = nil
    ) {
        self.init(
            // In another folder, a relative path would be another program's.
            [absolutePath(arguments[0])] + arguments.dropFirst(), environment: plainEnvironment(),
            workingDirectory: workingDirectory,
            account: account)
        isIsolated = true
    }

    /// Starts the command in a session of its own; it then waits to be released.
    ///
    /// - Parameter deathSignal: The signal that it gets when the calling thread ends.
    func spawn(output: Int32, errors: Int32, deathSignal: Int32) throws -> SpawnedProcess {
        let standardInput = open(input, O_RDONLY | O_CLOEXEC)
        guard standardInput >= 0 else { throw MachineError("can't read \(input)", errno: errno) }
        defer { close(standardInput) }
        var spawner = Spawner(
            path: ExactPath(arguments[0]), arguments: arguments.map { Array($0.utf8) },
            environment: environmentBlock(environment), workingDirectory: workingDirectory,
            standardInput: standardInput, standardOutput: output, standardError: errors,
            parentDeathSignal: deathSignal, account: account)
        spawner.leadsSession = true
        spawner.isIsolated = isIsolated
        return try spawner.spawn()
    }

    /// Returns the error for a program that could not be executed.
    func error(_ failure: LaunchFailure) -> MachineError {
        MachineError(
            "can't run \(arguments[0])\(failure.step.map { ": \($0)" } ?? "")",
            errno: failure.number)
    }
}

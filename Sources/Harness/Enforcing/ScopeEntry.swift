import Files
import Glibc
import MemoryBudget
import Processes

/// The way into a scope of our own.
struct ScopeEntry {
    let system: any ScopeSystem

    /// Executes this program again in a scope; returns only on failure.
    ///
    /// The scope is tried first with a harmless command: once this process has become systemd-run,
    /// nothing would be left to continue without a scope.
    ///
    /// - Returns: The error, as one line.
    func enter(_ scope: SystemdScope) async -> String {
        do {
            let answer = try await system.run(scope.trial)
            guard answer.status == .exited(code: 0) else {
                return answer.errorText.isEmpty
                    ? "\(scope.program) failed" : "\(scope.program): \(answer.errorText)"
            }
            guard let doubles = SystemdScope.doublesDollars(output: answer.output) else {
                return "\(scope.program) doesn't pass arguments unchanged"
            }
            let line = scope.commandLine(of: system.commandLine, doublesDollars: doubles)
            let error = system.execute(line)
            return "can't execute \(scope.program): \(systemMessage(error))"
        } catch {
            return "\(error)"
        }
    }
}

/// The operations by which a process enters a scope; tests substitute their own.
protocol ScopeSystem: Sendable {
    /// Our own command line, byte for byte; its program is the path of this very program.
    var commandLine: [[UInt8]] { get }
    /// Runs a helper to its end.
    func run(_ commandLine: [String]) async throws -> HelperProcess.Answer
    /// Replaces this process with another program; returns the `errno` on failure.
    func execute(_ commandLine: [[UInt8]]) -> Int32
}

/// The operations on this machine.
struct SystemScopes: ScopeSystem {
    private static let timeout = Duration.seconds(10)

    var commandLine: [[UInt8]] {
        let own = ProgramArguments.exact
        return [Self.program(named: own.first ?? [])] + own.dropFirst()
    }

    /// Returns the name that we were called by if it resolves to this program; otherwise, our path.
    private static func program(named name: [UInt8]) -> [UInt8] {
        let running = "/proc/self/exe"
        let lookup = ProgramLookup(
            ExactPath(bytes: name),
            searchPath: environmentValue("PATH", in: environmentBlock(currentEnvironment())),
            workingDirectory: nil)
        if let path = lookup.path, FileIdentity(of: path) == FileIdentity(of: running) {
            return name
        }
        return Array(HelperPrograms.ownPath.utf8)
    }

    func run(_ commandLine: [String]) async throws -> HelperProcess.Answer {
        try await HelperProcess.run(commandLine, timeout: Self.timeout)
    }

    func execute(_ commandLine: [[UInt8]]) -> Int32 {
        guard let program = commandLine.first else { return EINVAL }
        return ProcessReplacement.execute(
            ExactPath(bytes: program), arguments: commandLine,
            environment: ScopeMark.environment(addingTo: currentEnvironment()))
    }
}

import MemoryBudget

/// A systemd scope, in which this process can execute itself again: a cgroup of its own.
///
/// `systemd-run --scope` moves itself there and then executes the command, so no process stays in
/// between.
struct SystemdScope: Equatable, Sendable {
    /// The path of systemd-run.
    var program: String
    /// Whether our user's service manager is used, not the system's.
    var isForUser: Bool

    /// Creates a scope if groups of version 2 can't be created in the current state and systemd is
    /// available.
    ///
    /// - Returns: `nil` if we stay in our cgroup.
    init?(for standing: CgroupStanding, in surroundings: Surroundings) {
        let solved: [CgroupStanding.Obstacle] = [.readOnly, .withoutController, .shared]
        guard standing.tier == .cgroupV2, let obstacle = standing.obstacle,
            solved.contains(obstacle), surroundings.canAskForScope,
            let program = surroundings.systemdRun
        else { return nil }
        self.program = program
        isForUser = !surroundings.isRoot
    }

    /// The options of systemd-run. The description would otherwise be the command line, which does
    /// not belong in the system's log.
    var options: [String] {
        (isForUser ? ["--user"] : [])
            + [
                "--scope", "--quiet", "--collect", "--no-ask-password", "--description=membudget",
                "-p", "Delegate=yes", "--",
            ]
    }

    /// Returns the command line that runs a command in the scope, byte for byte.
    ///
    /// - Parameter doublesDollars: Whether systemd-run replaces `$NAME` and `$$` in arguments.
    func commandLine(of command: [[UInt8]], doublesDollars: Bool) -> [[UInt8]] {
        let dollar = UInt8(ascii: "$")
        let arguments =
            doublesDollars
            ? command.map { $0.flatMap { $0 == dollar ? [dollar, dollar] : [$0] } } : command
        return ([program] + options).map { Array($0.utf8) } + arguments
    }

    /// The command line that tries the scope: it prints its last argument, in which a version of
    /// systemd-run that replaces variables turns two dollars into one.
    var trial: [String] { [program] + options + ["echo", Self.dollars] }

    private static let dollars = "$$"

    /// Parses the output of the trial command.
    ///
    /// - Returns: Whether dollars must be doubled; `nil` for unexpected output.
    static func doublesDollars(output: [UInt8]) -> Bool? {
        switch String(decoding: output, as: UTF8.self) {
        case "\(dollars)\n": false
        case "$\n": true
        default: nil
        }
    }
}

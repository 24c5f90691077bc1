import MemoryBudget

/// A scope of systemd's, in which this process can execute itself again: a cgroup of its own.
///
/// `systemd-run --scope` moves itself there and then executes the command, so that no process stays
/// in between.
struct SystemdScope: Equatable, Sendable {
    /// The path of systemd-run.
    var program: String
    /// Whether our user's service manager is asked, and not the system's.
    var isForUser: Bool

    /// A scope is wanted where groups of version 2 can't be made as it is, and systemd can be asked.
    ///
    /// - Returns: nil if we stay where we are.
    init?(for standing: CgroupStanding, in surroundings: Surroundings) {
        let solved: [CgroupStanding.Obstacle] = [.readOnly, .withoutController, .shared]
        guard standing.tier == .cgroupV2, let obstacle = standing.obstacle,
            solved.contains(obstacle), surroundings.canAskForScope,
            let program = surroundings.systemdRun
        else { return nil }
        self.program = program
        isForUser = !surroundings.isRoot
    }

    /// The options of systemd-run. The description would otherwise be the command line, which the
    /// system's log should not have.
    var options: [String] {
        (isForUser ? ["--user"] : [])
            + [
                "--scope", "--quiet", "--collect", "--no-ask-password", "--description=membudget",
                "-p", "Delegate=yes", "--",
            ]
    }

    /// The command line that runs a command there, byte for byte.
    ///
    /// - Parameter doublesDollars: Whether systemd-run replaces `$NAME` and `$$` in arguments.
    func commandLine(of command: [[UInt8]], doublesDollars: Bool) -> [[UInt8]] {
        let dollar = UInt8(ascii: "$")
        let arguments =
            doublesDollars
            ? command.map { $0.flatMap { $0 == dollar ? [dollar, dollar] : [$0] } } : command
        return ([program] + options).map { Array($0.utf8) } + arguments
    }

    /// A command line that tries it: it prints its last argument, in which a version of systemd-run
    /// that replaces variables makes one dollar of two.
    var trial: [String] { [program] + options + ["echo", Self.dollars] }

    private static let dollars = "$$"

    /// Reads the output of the trial.
    ///
    /// - Returns: Whether dollars have to be doubled; nil if it was not what the trial prints.
    static func doublesDollars(output: [UInt8]) -> Bool? {
        switch String(decoding: output, as: UTF8.self) {
        case "\(dollars)\n": false
        case "$\n": true
        default: nil
        }
    }
}

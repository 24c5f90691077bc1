import Glibc

/// A harness that makes cgroups and folders: its pid, and its start time because pids come round
/// again.
package struct HarnessIdentity: Equatable, Sendable {
    var process: pid_t
    /// Field 22 of /proc/PID/stat, in clock ticks since boot.
    var startTicks: Int

    /// This process.
    package static let current = HarnessIdentity(
        process: getpid(), startTicks: startTicks(getpid(), SystemFiles()) ?? 0)

    /// What the names of its groups and folders begin with.
    package var groupPrefix: String { "membudget-\(process)-\(startTicks)" }

    init(process: pid_t, startTicks: Int) {
        self.process = process
        self.startTicks = startTicks
    }

    /// Reads the maker from a group's or folder's name; nil for a name that is not ours.
    package init?(groupName: String) {
        let parts = groupName.split(separator: "-")
        guard parts.count == 4, parts[0] == "membudget", let process = pid_t(parts[1]),
            let startTicks = Int(parts[2])
        else { return nil }
        self.init(process: process, startTicks: startTicks)
    }

    /// Whether the process that bore this pid at that time still lives.
    package var isAlive: Bool { isAlive(SystemFiles()) }

    /// The same, in a hierarchy of a test's own.
    func isAlive(_ files: any CgroupFiles) -> Bool {
        Self.startTicks(process, files) == startTicks
    }

    private static func startTicks(_ process: pid_t, _ files: any CgroupFiles) -> Int? {
        // The second field is the name in parentheses, which may hold blanks and parentheses.
        guard let text = files.read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? Int(fields[19]) : nil
    }
}

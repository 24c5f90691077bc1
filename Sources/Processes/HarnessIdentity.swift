internal import Files
package import Glibc

/// A harness that makes cgroups and folders: its pid, and its start time because pids come round
/// again.
package struct HarnessIdentity: Equatable, Sendable {
    /// Its number.
    package let process: pid_t
    /// Field 22 of /proc/PID/stat, in clock ticks since boot.
    package let startTicks: Int

    /// This process.
    package static let current = HarnessIdentity(
        process: getpid(), startTicks: startTicks(of: getpid(), reading: readText) ?? 0)

    /// The first word of the names of every harness's groups and folders.
    private static let word = "membudget"
    /// The start of those names.
    static let namePrefix = "\(word)-"

    /// The start of the names of its groups and folders.
    package var groupPrefix: String { "\(Self.namePrefix)\(process)-\(startTicks)" }

    /// A process of this number that started at that time.
    package init(process: pid_t, startTicks: Int) {
        self.process = process
        self.startTicks = startTicks
    }

    /// Reads the maker from a group's or folder's name; nil for a name that is not ours.
    package init?(groupName: String) {
        let parts = groupName.split(separator: "-")
        guard parts.count == 4, parts[0] == Self.word, let process = pid_t(parts[1]),
            let startTicks = Int(parts[2])
        else { return nil }
        self.init(process: process, startTicks: startTicks)
    }

    /// Whether the process that bore this pid at that time still lives.
    ///
    /// - Parameter read: Reads a file of `/proc`; nil if it can't be read. Default: the machine's.
    package func isAlive(reading read: (String) -> String? = readText) -> Bool {
        Self.startTicks(of: process, reading: read) == startTicks
    }

    private static func startTicks(of process: pid_t, reading read: (String) -> String?) -> Int? {
        // The second field is the name in parentheses, which may hold blanks and parentheses.
        guard let text = read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? Int(fields[19]) : nil
    }
}

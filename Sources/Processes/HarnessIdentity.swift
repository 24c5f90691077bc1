internal import Files
package import Glibc

/// The identity of a harness that creates cgroups and folders: its process ID, and its start time,
/// because process IDs are reused.
package struct HarnessIdentity: Equatable, Sendable {
    /// The process ID.
    package let process: pid_t
    /// The start time, in clock ticks since boot: field 22 of /proc/PID/stat.
    package let startTicks: Int

    /// The identity of this process.
    package static let current = HarnessIdentity(
        process: getpid(), startTicks: startTicks(of: getpid(), reading: readText) ?? 0)

    /// The first word of the names of all harnesses' groups and folders.
    private static let word = "membudget"
    /// The start of those names.
    static let namePrefix = "\(word)-"

    /// The start of the names of this harness's groups and folders.
    package var groupPrefix: String { "\(Self.namePrefix)\(process)-\(startTicks)" }

    /// Creates the identity of a process with an ID and a start time.
    package init(process: pid_t, startTicks: Int) {
        self.process = process
        self.startTicks = startTicks
    }

    /// Parses the creator from a group's or folder's name; `nil` if the name has another format.
    package init?(groupName: String) {
        let parts = groupName.split(separator: "-")
        guard parts.count == 4, parts[0] == Self.word, let process = pid_t(parts[1]),
            let startTicks = Int(parts[2])
        else { return nil }
        self.init(process: process, startTicks: startTicks)
    }

    /// Returns whether the process with this ID and start time is still alive.
    ///
    /// - Parameter read: Reads a file of `/proc`; `nil` if that fails. Default: this machine's.
    package func isAlive(reading read: (String) -> String? = readText) -> Bool {
        Self.startTicks(of: process, reading: read) == startTicks
    }

    private static func startTicks(of process: pid_t, reading read: (String) -> String?) -> Int? {
        // The second field is the name in parentheses, which may contain blanks and parentheses.
        guard let text = read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? Int(fields[19]) : nil
    }
}

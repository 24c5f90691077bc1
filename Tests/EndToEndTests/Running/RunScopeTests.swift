import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A machine with only version 2 of cgroups, on which `membudget` shares its cgroup, and a fake
    /// systemd-run.
    @Suite(.enabled(if: SmallDisk.isPossible, "mounts need root"))
    struct RunScope {
        /// Hides version 1 of the memory controller, so that the version 2 group without
        /// controllers is ours; systemd's sockets are plain files.
        private static let machine = """
            set -eu
            for point in $(awk '$(NF-2) == "cgroup" { print $5 }' /proc/self/mountinfo); do
                umount "$point"
            done
            grep -q ' - cgroup2 ' /proc/self/mountinfo || mount -t cgroup2 none /sys/fs/cgroup
            mount -t tmpfs tmpfs /run
            mkdir -p /run/systemd/system
            touch /run/systemd/private
            exec "$@"
            """

        /// Records its arguments, and then does the same as the real one: becomes the command.
        private static let working = """
            #!/bin/sh
            printf '%s\\n' "$@" >> "$RECORD"
            echo -- "$$" >> "$RECORD"
            while [ "$1" != -- ]; do shift; done
            shift
            export INVOCATION_ID=of-the-scope
            exec "$@"
            """

        private static let failing = """
            #!/bin/sh
            echo "Failed to connect to bus" >&2
            exit 1
            """

        /// Runs `membudget run` on that machine.
        private func run(
            _ systemdRun: String, options: [String] = ["--budget", "64MiB"], command: [String],
            environment: [String: String] = [:], standardInput: String = "",
            in workplace: Workplace
        ) async throws -> Command.Result {
            let folder = workplace.directory.path("bin")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let program = "\(folder)/systemd-run"
            try Data(systemdRun.utf8).write(to: URL(fileURLWithPath: program))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: program)
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            let own = ["PATH": "\(folder):\(path)", "RECORD": workplace.directory.path("record")]
            return try await workplace.run(
                [
                    "unshare", "-m", "sh", "-c", Self.machine, "sh", Products.path("membudget"),
                    "run",
                ]
                    + options + ["--"] + command,
                environment: own.merging(environment) { _, new in new },
                standardInput: standardInput)
        }

        @Test("membudget becomes systemd-run, and the command sees no difference")
        func enters() async throws {
            let workplace = try Workplace()
            let script = "cat; printenv MEMBUDGET_SCOPE INVOCATION_ID; echo \"$1\"; exit 7"
            let result = try await run(
                Self.working, command: ["sh", "-c", script, "sh", "$HOME $$ two  blanks"],
                environment: ["INVOCATION_ID": "of-the-caller"], standardInput: "to the command\n",
                in: workplace)
            #expect(result.status == 7, "\(result)")
            #expect(
                result.standardOutput
                    == "to the command\nof-the-caller\n$HOME $$ two  blanks\n")
            let record = workplace.text("record").components(separatedBy: "\n")
            // The trial, and the real process.
            #expect(record.count { $0 == "--scope" } == 2, "\(record)")
            #expect(record.count { $0 == "Delegate=yes" } == 2 && !record.contains("--user"))
            #expect(!record.contains("of-the-scope"))
        }

        @Test("The process id stays the same")
        func sameProcess() async throws {
            let workplace = try Workplace()
            let result = try await run(
                Self.working, command: ["sh", "-c", "echo $PPID"], in: workplace)
            #expect(result.status == 0, "\(result)")
            // The last number in the record is that of the process that became membudget again.
            let processes = workplace.text("record").split(separator: "\n")
                .filter { $0.hasPrefix("-- ") }.map { $0.dropFirst(3) }
            let parent = result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(processes.count == 2 && processes.last.map(String.init) == parent)
        }

        @Test("If systemd-run fails, the run continues without it, and one line gives the reason")
        func fails() async throws {
            let workplace = try Workplace()
            let result = try await run(
                Self.failing, command: ["sh", "-c", "echo done; exit 7"], in: workplace)
            #expect(result.status == 7 && result.standardOutput == "done\n", "\(result)")
            let lines = result.standardError.split(separator: "\n").filter {
                $0.contains("Failed to connect to bus")
            }
            #expect(lines.count == 1, "\(result)")
            #expect(result.standardError.contains("  cgroup limit    with "), "\(result)")
        }

        @Test("Without a budget, or with another enforcement, systemd is not used")
        func stays() async throws {
            for options in [[], ["--budget", "64MiB", "--enforce", "watchdog"]] {
                let workplace = try Workplace()
                let result = try await run(
                    Self.working, options: options, command: ["true"], in: workplace)
                #expect(result.status == 0, "\(result)")
                #expect(!workplace.holds("record"), "\(options)")
            }
        }

        @Test("A cgroup that can't be taken is refused, and the watchdog is suggested")
        func refused() async throws {
            let workplace = try Workplace()
            let result = try await run(
                Self.working, options: ["--budget", "64MiB", "--take-cgroup"], command: ["true"],
                in: workplace)
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("--enforce watchdog"), "\(result)")
            #expect(!workplace.holds("record"))
        }
    }
}

import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// Standard streams and files that can't be written, or are not regular files.
    @Suite struct Outputs {
        /// Runs a shell command in which `$M` is the program.
        private func shell(_ script: String, in workplace: Workplace) async throws -> Command.Result
        {
            try await workplace.run(["bash", "-c", script, "bash"], environment: try program())
        }

        private func program() throws -> [String: String] {
            ["M": try Products.path("membudget")]
        }

        private func makeDevice(_ name: String, minor: dev_t, in workplace: Workplace) throws {
            try #require(
                mknod(workplace.directory.path(name), S_IFCHR | 0o666, 1 << 8 | minor) == 0)
        }

        @Test(
            "If standard output is full or closed, the status is 74, with a sentence",
            .enabled(if: geteuid() == 0, "mknod needs root"),
            arguments: [
                "list", "doctor", "clean", "--help", "--version", "run --help", "help bench",
                "--generate-completion-script bash",
            ])
        func unwritableOutput(command: String) async throws {
            let workplace = try Workplace()
            try makeDevice("full", minor: 7, in: workplace)
            for (output, reason) in [(">full", "No space left on device"), (">&-", "it is closed")]
            {
                let result = try await shell(
                    "MEMBUDGET_CACHE=cache $M \(command) \(output)", in: workplace)
                #expect(result.status == 74, "\(result)")
                #expect(
                    result.standardError
                        == "membudget: can't write to standard output: \(reason)\n")
            }
        }

        @Test("A reader that closes the pipe is not an error")
        func leavingReader() async throws {
            let result = try await shell(
                "set -o pipefail; $M list | sleep 0; $M --help | sleep 0", in: Workplace())
            #expect(result.status == 0 && result.standardError.isEmpty, "\(result)")
        }

        @Test(
            "If run can't write JSON or the summary, it exits with 125, unless the command failed",
            .enabled(if: geteuid() == 0, "mknod needs root"),
            arguments: [
                "--json - -- COMMAND >full", "--json - -- COMMAND >&-", "-- COMMAND 2>full",
                "-- COMMAND 2>&-", "--json full -- COMMAND",
            ])
        func lostMeasurement(arguments: String) async throws {
            let workplace = try Workplace()
            try makeDevice("full", minor: 7, in: workplace)
            for (command, status) in [("true", 125), ("sh -c 'exit 3'", 3)] {
                let script = arguments.replacingOccurrences(of: "COMMAND", with: command)
                let result = try await shell("$M run \(script)", in: workplace)
                #expect(result.status == status, "\(script): \(result)")
            }
        }

        @Test("For run, a closed standard error is no failure if there is nothing to print")
        func quiet() async throws {
            let result = try await shell("$M run --quiet -- true 2>&-", in: Workplace())
            #expect(result.status == 0, "\(result)")
        }

        @Test("No file gets the number of a closed stream, neither of membudget nor of the command")
        func closedOutput() async throws {
            let workplace = try Workplace()
            let result = try await shell(
                "$M run --json trial.json -- sh -c 'echo lost || exit 9' >&-", in: workplace)
            #expect(result.status == 9, "\(result)")
            #expect(JSON(workplace.text("trial.json"))["exit"]["code"].integer == 9)
        }

        @Test(
            "--json to an existing device or FIFO, or through a link, doesn't replace it",
            .enabled(if: geteuid() == 0, "mknod needs root"))
        func specialFiles() async throws {
            let workplace = try Workplace()
            try makeDevice("nul", minor: 3, in: workplace)
            let script = """
                mkfifo fifo; ln -s target link; echo old > target; chmod 640 target
                for file in nul link; do $M run --quiet --json $file -- true || exit 1; done
                cat fifo > read & $M run --quiet --json fifo -- true || exit 1
                wait; stat -c '%F %a' nul fifo link target
                """
            let result = try await shell(script, in: workplace)
            #expect(result.status == 0, "\(result)")
            #expect(
                result.standardOutput.split(separator: "\n").map(String.init) == [
                    "character special file 644", "fifo 644", "symbolic link 777",
                    "regular file 640",
                ], "\(result)")
            for name in ["read", "target"] {
                #expect(JSON(workplace.text(name))["outcome"].text == "completed")
            }
        }

        @Test(
            "--json /proc/self/fd/1 writes to standard output, after the output of the command")
        func ownDescriptor() async throws {
            let workplace = try Workplace()
            let result = try await shell(
                "{ $M run --quiet --json /proc/self/fd/1 -- echo first; echo last; } > all",
                in: workplace)
            #expect(result.status == 0, "\(result)")
            let lines = workplace.text("all").split(separator: "\n").map(String.init)
            #expect(lines.first == "first" && lines.last == "last" && lines.count == 3)
        }
    }

    /// Without `/proc`, and with a restricted one.
    @Suite(.enabled(if: geteuid() == 0, "mounting needs root")) struct ProcessFileSystem {
        private func without(
            _ change: String, _ script: String, in workplace: Workplace
        ) async throws -> Command.Result {
            try await workplace.run(
                ["unshare", "--mount", "sh", "-c", "\(change) && exec \(script)"],
                environment: ["M": try Products.path("membudget")])
        }

        @Test(
            "Without /proc nothing is launched; run exits with 125, and other commands with 69",
            arguments: [
                ("run -- touch launched", 125), ("bench csv-ingest", 69), ("gate csv-ingest", 69),
                ("list", 69), ("doctor", 69), ("need csv-ingest --strategy a --scale 1k", 69),
            ])
        func missing(command: String, status: Int) async throws {
            let workplace = try Workplace()
            let result = try await without("umount -l /proc", "$M \(command)", in: workplace)
            #expect(result.status == status, "\(result)")
            #expect(result.standardOutput.isEmpty)
            #expect(
                result.standardError == "membudget: /proc can't be read, so no memory can be"
                    + " measured; mount it: mount -t proc proc /proc\n")
            #expect(!workplace.holds("launched"))
        }

        @Test("Help and version need no /proc, and a wrong option is still reported")
        func help() async throws {
            for (command, status) in [("run --help", 0), ("--version", 0), ("run --nonsense", 64)] {
                let result = try await without("umount -l /proc", "$M \(command)", in: Workplace())
                #expect(result.status == status, "\(result)")
            }
        }

        @Test("A /proc of another PID namespace is refused, because its process ids are others'")
        func otherNamespace() async throws {
            let workplace = try Workplace()
            let result = try await without(
                "true", "unshare --pid --fork $M run -- touch launched", in: workplace)
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("another PID namespace"))
            #expect(!workplace.holds("launched"))
        }

        @Test("A /proc that shows only processes is enough")
        func onlyProcesses() async throws {
            let workplace = try Workplace()
            let result = try await without(
                "mount -t proc -o subset=pid proc /proc",
                "$M run --json trial.json --budget 64MiB -- sh -c 'exit 4'", in: workplace)
            #expect(result.status == 4, "\(result)")
            #expect((JSON(workplace.text("trial.json"))["peak_rss_bytes"].integer ?? 0) > 100_000)
        }
    }
}

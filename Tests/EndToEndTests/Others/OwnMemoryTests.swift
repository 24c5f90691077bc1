import TestSupport
import Testing

extension EndToEnd {
    /// The harness's own memory doesn't grow with its measurements.
    @Suite struct OwnMemory {
        /// The allowed difference of two peaks: the kernel's counters are off by up to 0.75 MiB on
        /// two CPUs, and 380 more trials take 1.8 MiB.
        private static let allowedMebibytes = 3.0

        /// Returns the peak of membudget itself in MiB, as reported by the kernel to its parent.
        private func peak(_ arguments: String...) async throws -> Double {
            let text = try await Python.run(
                """
                import os, sys
                null = os.open("/dev/null", os.O_RDWR)
                files = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1),
                    (os.POSIX_SPAWN_DUP2, null, 2)]
                child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files)
                _, status, usage = os.wait4(child, 0)
                print(usage.ru_maxrss if status == 0 else -1)
                """, arguments: [Products.path("membudget")] + arguments)
            let kibibytes = try #require(Double(text.split(separator: "\n").first ?? ""))
            #expect(kibibytes > 0)
            return kibibytes / 1024
        }

        /// Returns the median peak of three runs, which differ by up to 0.3 MiB.
        private func medianPeak(trials: Int) async throws -> Double {
            var peaks: [Double] = []
            for _ in 0..<3 {
                peaks.append(try await peak("run", "--trials", "\(trials)", "--", "/bin/true"))
            }
            return peaks.sorted()[1]
        }

        // Both have enough trials for an interval, so they run the same code, whose pages count
        // too.
        @Test("400 trials take no more memory than 20, within 3 MiB")
        func manyTrials() async throws {
            let few = try await medianPeak(trials: 20)
            let many = try await medianPeak(trials: 400)
            #expect(many - few < Self.allowedMebibytes, "\(many) MiB, \(few) MiB")
        }

        @Test(
            "A long series takes no more memory than a short one, within 3 MiB",
            arguments: [[], ["--no-ptrace"]])
        func longSeries(options: [String]) async throws {
            let program = try selftest()
            let short = try await peak("run", "--", program, "sleep", "50")
            let long = try await peak("run", "--", program, "sleep", "5000")
            #expect(long - short < Self.allowedMebibytes, "\(long) MiB, \(short) MiB")
        }

        @Test("A command of 300 processes takes no more memory than one of 3, within 3 MiB")
        func manyProcesses() async throws {
            let loop = "i=0; while [ $i -lt $0 ]; do /bin/true; i=$((i+1)); done"
            let few = try await peak("run", "--", "sh", "-c", loop, "3")
            let many = try await peak("run", "--", "sh", "-c", loop, "300")
            #expect(many - few < Self.allowedMebibytes, "\(many) MiB, \(few) MiB")
        }

        @Test("A command that writes 64 MiB to standard error doesn't fill the harness of a bench")
        func chatter() async throws {
            let workplace = try Workplace()
            for (name, mebibytes) in [("quiet", 0), ("loud", 64)] {
                let command = "head -c \(mebibytes << 20) /dev/zero >&2"
                try workplace.directory.write(
                    """
                    scenario: \(name)
                    about: Says nothing or a lot
                    command: [sh, -c, "\(command)"]
                    trials: 1
                    """, to: "\(name).yaml")
            }
            let run = { (name: String) in
                try await self.peak(
                    "bench", workplace.directory.path("\(name).yaml"), "--run-dir",
                    workplace.directory.path(name))
            }
            let (quiet, loud) = (try await run("quiet"), try await run("loud"))
            #expect(loud - quiet < Self.allowedMebibytes, "\(loud) MiB, \(quiet) MiB")
        }
    }
}

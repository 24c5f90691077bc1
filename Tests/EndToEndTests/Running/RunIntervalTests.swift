import TestSupport
import Testing

extension EndToEnd {
    /// The interval of a peak that the kernel's counters leave open.
    @Suite struct RunInterval {
        /// A trial of a program that touches this many MiB and ends, or releases them first.
        private func trial(
            _ command: [String], options: [String] = []
        ) async throws -> (json: JSON, result: Command.Result) {
            let workplace = try Workplace()
            let result = try await workplace.run(
                [Products.path("membudget"), "run", "--json", "trial.json", "--budget", "1GiB"]
                    + ["--metric", "peak-rss"] + options + ["--", selftest()] + command)
            return (JSON(workplace.text("trial.json")), result)
        }

        @Test(
            "Released and held peaks are both inside their interval",
            arguments: [["spike", "60", "3"], ["touch", "60"], ["touch", "1"]])
        func covers(command: [String]) async throws {
            let floor = try await trial(["touch", "0"]).json
            let json = try await trial(command).json
            let touched = (Double(command[1]) ?? 0) * 1_048_576
            let low = json["peak_rss_low_bytes"].number ?? 0
            let high = json["peak_rss_high_bytes"].number ?? 0
            let error = json["counter_error_bytes"].number ?? 0
            #expect(json["peak_rss_bytes"].number == low)
            #expect(high >= touched, "\(command)")
            #expect(low <= touched + (floor["peak_rss_high_bytes"].number ?? 0), "\(command)")
            #expect(error > 0 && high - low <= error, "\(command)")
        }

        @Test("On one CPU the counters hide less, and the trial records the number of CPUs")
        func pinned() async throws {
            let free = try await trial(["touch", "8"]).json
            let pinned = try await trial(["touch", "8"], options: ["--cpus", "1"]).json
            #expect(free["cpus"].isMissing && free.keys.contains("cpus"))
            #expect(pinned["cpus"].number == 1)
            let (more, less) = (
                free["counter_error_bytes"].number ?? 0, pinned["counter_error_bytes"].number ?? 0
            )
            #expect(less > 0 && less <= more)
        }

        /// Runs under a budget inside the interval of an equal trial before it, until the status is
        /// the expected one. Equal trials mostly differ by a few pages, but sometimes by more than
        /// the interval.
        private func undecided(_ program: [String], until status: Int) async throws
            -> Command.Result
        {
            let workplace = try Workplace()
            let run =
                try [Products.path("membudget"), "run", "--metric", "peak-rss", "--cpus", "1"]
            var last: Command.Result?
            for _ in 1...8 where last?.status != status {
                let json = try await trial(["touch", "8"], options: ["--cpus", "1"]).json
                let peak = Int(json["peak_rss_bytes"].number ?? 0)
                let options = ["--budget", "\(peak + (128 << 10))B", "--enforce", "off"]
                last = try await workplace.run(run + options + ["--", selftest()] + program)
            }
            return try #require(last)
        }

        @Test("With a budget inside the interval, run exits with 125, unless the command failed")
        func insideInterval() async throws {
            let result = try await undecided(["touch", "8"], until: 125)
            #expect(result.status == 125, "\(result)")
            #expect(result.standardError.contains("can't tell whether"), "\(result)")
            let failed = try await undecided(["touch", "8", "--exit", "7"], until: 7)
            #expect(failed.status == 7, "\(failed)")
        }

        @Test("An invalid number of CPUs is a usage error", arguments: ["0", "-1"])
        func mistakes(count: String) async throws {
            let result = try await Workplace().membudget("run", "--cpus=\(count)", "--", "true")
            #expect(result.status == 64, "\(result)")
        }
    }
}

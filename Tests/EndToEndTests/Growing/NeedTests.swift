import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The smallest budget that is enough.
    @Suite struct Needs {
        private func need(
            _ command: String, _ options: [String] = []
        ) async throws -> (result: Command.Result, record: JSON) {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: holder
                about: Holds as many MiB as the scale says
                command: ["{libexec}/membudget-selftest", \(command)]
                scales: [30]
                """, to: "holder.yaml")
            let result = try await workplace.run(
                [Products.path("membudget"), "need", "holder.yaml", "--strategy", "command"]
                    + ["--scale", "30", "--json", "need.json"] + options)
            #expect(workplace.names(in: ".membudget/runs").isEmpty)
            return (result, JSON(workplace.text("need.json")))
        }

        @Test("The need of 30 MiB of anonymous memory is 30 to 33.6 MiB, with any enforcement")
        func anonymous() async throws {
            let enforcements = ["watchdog"] + (Programs.canMakeCgroups ? ["cgroup"] : [])
            for enforcement in enforcements {
                let (result, record) = try await need(
                    "touch, \"{scale}\"", ["--enforce", enforcement])
                #expect(result.status == 0, "\(result)")
                let enough = Double(record["smallest_enough_bytes"].integer ?? 0) / 1_048_576
                let short = Double(record["largest_short_bytes"].integer ?? 0) / 1_048_576
                // The program, and the kernel memory charged for it, are below 2 MiB.
                #expect((30.0...33.6).contains(enough), "\(result)")
                #expect(short < enough && enough <= short * 1.06)
                #expect(record["enforcement"].text == enforcement)
                let peak = Double(record["unbudgeted_bytes"].integer ?? 0) / 1_048_576
                #expect((30.0...32.0).contains(peak))
            }
        }

        @Test("Mapped file pages can be reclaimed: a container needs less than its peak")
        func reclaimable() async throws {
            guard Programs.canMakeCgroups else { return }
            let file = "/var/tmp/membudget-test-\(getpid())"
            defer { unlink(file) }
            let (result, record) = try await need(
                "file, \"{scale}\", \"\(file)\"",
                ["--enforce", "cgroup", "--resolution", "50", "--curve", "--trials", "2"])
            #expect(result.status == 0, "\(result)")
            let enough = Double(record["smallest_enough_bytes"].integer ?? .max) / 1_048_576
            #expect(enough < 25, "\(result)")
            let curve = record["trials"].elements.filter { $0["kind"].text == "measured" }
            let budgets = Set(curve.compactMap { $0["budget"]["limit_bytes"].integer })
            #expect(budgets.contains { Double($0) > 40 * 1_048_576 })
            #expect(result.standardOutput.contains("a container of that size"))
        }

        @Test("A run that fails without a budget ends the search with its status")
        func failing() async throws {
            let (result, record) = try await need("exit, \"3\"")
            #expect(result.status == 70, "\(result)")
            #expect(record["trials"].elements.count == 1)
            #expect(record["smallest_enough_bytes"].isMissing)
        }

        @Test(
            "Contradicting options are refused with 64",
            arguments: [
                ["--budget", "64MiB"], ["--enforce", "off"],
                ["--enforce", "cgroup", "--metric", "peak-rss"],
                ["--curve", "--trials", "0"],
            ])
        func mistakes(options: [String]) async throws {
            let (result, _) = try await need("touch, \"1\"", options)
            #expect(result.status == 64, "\(result)")
        }
    }
}

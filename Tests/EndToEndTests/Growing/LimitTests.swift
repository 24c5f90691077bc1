import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The largest scale that fits a budget.
    @Suite struct Limits {
        /// A program that holds 4 MiB plus one MiB per unit, unless its last argument says
        /// otherwise.
        private func workplace(_ command: String = "touch, \"{scale}\"") throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: toucher
                about: Touches as many MiB as the scale says
                command: ["{libexec}/membudget-selftest", \(command)]
                scales: [4, 8, 16]
                budget: { peak-rss: 40MiB }
                """, to: "toucher.yaml")
            return workplace
        }

        private func limit(
            _ workplace: Workplace, _ options: [String] = []
        ) async throws -> (result: Command.Result, record: JSON) {
            let result = try await workplace.run(
                [Products.path("membudget"), "limit", "toucher.yaml", "--strategy", "command"]
                    + ["--json", "limit.json"] + options)
            return (result, JSON(workplace.text("limit.json")))
        }

        @Test("The limit is found beyond the scenario's scales, exactly if requested")
        func found() async throws {
            let workplace = try workplace()
            let (result, record) = try await limit(workplace, ["--resolution", "0.1"])
            #expect(result.status == 0, "\(result)")
            // The program itself takes 0.5 to 2 MiB, and the counters may hide most of one more.
            let within = try #require(record["largest_within_units"].integer)
            #expect((37...39).contains(within), "\(result)")
            #expect(record["smallest_over_units"].integer == within + 1)
            #expect(record["resolved"].bool == true && record["stopped_because"].isMissing)
            let trials = record["trials"].elements.map { $0["scale"]["units"].integer }
            #expect(trials.starts(with: [4, 8, 16, 32, 64]))
            // Twice, or a third time if the first two disagreed.
            #expect([2, 3].contains(trials.count { $0 == within }))
            #expect([2, 3].contains(trials.count { $0 == within + 1 }))
            #expect(
                result.standardOutput.hasPrefix(
                    "toucher: command fits 40.0 MiB up to scale \(within) with "))
            #expect(workplace.names(in: ".membudget/runs").isEmpty)
        }

        @Test("If nothing fits, the status is 1")
        func fitsNowhere() async throws {
            let (result, record) = try await limit(workplace(), ["--budget", "1MiB"])
            #expect(result.status == 1, "\(result)")
            #expect(record["largest_within_units"].isMissing)
            #expect(record["smallest_over_units"].integer == 1)
        }

        @Test("After SIGINT, limit exits with 130, and nothing is left over")
        func interrupted() async throws {
            let workplace = try workplace("touch, \"{scale}\", --hold-ms, \"60000\"")
            async let limited = limit(workplace)
            #expect(
                await eventually {
                    workplace.processes.contains { $0.name == "membudget-selft" }
                })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGINT)
            }
            let (result, _) = try await limited
            #expect(result.status == 130, "\(result)")
            #expect(workplace.processes.isEmpty)
            #expect(workplace.names(in: ".membudget/runs").isEmpty)
        }

        @Test("Generated data is created for every scale, and the result is checked")
        func pipeline() async throws {
            let workplace = try Workplace()
            let result = try await workplace.run([
                Products.path("membudget"), "limit", shippedScenario("csv-ingest"), "--strategy",
                "load-all", "--budget", "24MiB", "--resolution", "20", "--json", "-",
            ])
            #expect(result.status == 0, "\(result)")
            let record = JSON(result.standardOutput)
            let within = try #require(record["largest_within_units"].integer)
            #expect((2_000...9_000).contains(within), "\(result)")
            let kept = record["trials"].elements.filter { $0["outcome"].text == "completed" }
            #expect(!kept.isEmpty && kept.allSatisfy { $0["digest"].text?.count == 16 })
        }

        @Test("Mistakes are reported before anything is run")
        func mistakes() async throws {
            let workplace = try workplace()
            #expect(try await limit(workplace, ["--resolution", "0"]).result.status == 64)
            let other = try await workplace.membudget("limit", "toucher.yaml", "--strategy", "x")
            #expect(other.status == 64, "\(other)")
            let missing = try await workplace.membudget("limit", "nothing", "--strategy", "x")
            #expect(missing.status == 66, "\(missing)")
            let unwritable = try await workplace.membudget(
                "limit", "toucher.yaml", "--strategy", "command", "--json", "no/where.json")
            #expect(unwritable.status == 73, "\(unwritable)")
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A program of known sites: the verdict names the largest, and the profile is stored.
    @Suite struct BenchProfiles {
        private static let file = """
            scenario: sites
            command: ["{libexec}/membudget-selftest", sites, "4", "8", "{scale}"]
            scales: [16, 300, 400]
            budget: { peak-rss: 64MiB }
            trials: 1
            timeout: 30s
            """

        /// One run for all tests that only read it.
        private static let benched = Task {
            let workplace = try Workplace()
            try workplace.directory.write(file, to: "sites.yaml")
            return try await Benched("sites.yaml", ["--no-need"], in: workplace)
        }

        private func profile(_ options: String...) async throws -> Command.Result {
            let run = try await Self.benched.value
            return try await run.workplace.run(
                [Products.path("membudget"), "profile", "run"] + options)
        }

        @Test("The line of a cell over budget names the function that held most memory")
        func holder() async throws {
            let run = try await Self.benched.value
            #expect(run.result.status == 0, "\(run.result)")
            let holder = run.cell("command")["holder"]
            let liveBytes = holder["live_bytes"].integer ?? 0
            #expect(holder["function"].text == "large_site_block", "\(run.result)")
            #expect(
                holder["share"].number ?? 0 > 0.4 && liveBytes > 32 << 20)
            let text = run.result.standardOutput
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                text.contains("of its live memory was held by large_site_block"), "\(run.result)")
            #expect(run.cells.first?["holder"]["function"].text == nil)
            #expect(run.trials("profiled").count == 2)
            #expect(run.workplace.names(in: "run/profiles").count == 2)
        }

        @Test("Several profiles have one heading each; strategy and scale select one")
        func chosen() async throws {
            let all = try await profile()
            #expect(all.status == 0, "\(all)")
            for scale in ["300", "400"] {
                #expect(all.standardOutput.contains("sites command @ \(scale)\n"), "\(all)")
            }
            let one = try await profile(
                "--strategy", "command", "--scale", "400", "--format", "json")
            #expect(JSON(one.standardOutput)["scale"]["label"].text == "400", "\(one)")
            #expect(JSON(one.standardOutput)["inflation"]["rss_ratio"].number == nil)
        }

        @Test("For a strategy or scale without a profile, those with one are listed")
        func unknown() async throws {
            let strategy = try await profile("--strategy", "nobody")
            #expect(strategy.status == 66, "\(strategy)")
            #expect(strategy.standardError.contains("it has profiles of command"))
            let scale = try await profile("--scale", "7")
            #expect(scale.standardError.contains("there are profiles at 300, 400"), "\(scale)")
            let several = try await profile("--format", "json")
            #expect(several.status == 64 && several.standardOutput.isEmpty, "\(several)")
        }

        @Test("With --profile every cell is profiled; with --no-autopsy none is")
        func options() async throws {
            for (option, count) in [("--profile", 2), ("--no-autopsy", 0)] {
                let workplace = try Workplace()
                try workplace.directory.write(Self.file, to: "sites.yaml")
                let run = try await Benched(
                    "sites.yaml", ["--no-need", "--scale", "16", "--scale", "300", option],
                    in: workplace)
                #expect(run.result.status == 0, "\(run.result)")
                #expect(run.trials("profiled").count == count)
            }
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Memory limits for manifests.
    @Suite struct Sizes {
        private func size(
            _ options: [String], file: String? = nil
        ) async throws -> (result: Command.Result, record: JSON) {
            let workplace = try Workplace()
            let input = file == nil ? "" : ", \"{input}\""
            let dataset = file.map { "dataset: { file: \($0) }" } ?? ""
            try workplace.directory.write(
                """
                scenario: holder
                about: Holds as many MiB as the scale says
                command:
                  [sh, -c, 'exec "$0" touch "$1"', "{libexec}/membudget-selftest", "{scale}"\(input)]
                \(dataset)
                scales: [10]
                """, to: "holder.yaml")
            try workplace.directory.write(
                (0...20).map { "\($0)\n" }.joined(), to: "numbers.csv")
            let result = try await workplace.run(
                [Products.path("membudget"), "size", "holder.yaml", "--strategy", "command"]
                    + ["--trials", "2", "--json", "size.json"] + options)
            #expect(workplace.names(in: ".membudget/runs").isEmpty)
            return (result, JSON(workplace.text("size.json")))
        }

        @Test("A job that holds a MiB per unit gets a limit near its need, with any enforcement")
        func found() async throws {
            let enforcements = ["watchdog"] + (Programs.canMakeCgroups ? ["cgroup"] : [])
            for enforcement in enforcements {
                let (result, record) = try await size(
                    ["--input-max", "60", "--for", "slurm", "--enforce", enforcement])
                #expect(result.status == 0, "\(result)")
                let limit = (record["limit_bytes"].integer ?? 0) >> 20
                #expect((61...72).contains(limit), "\(result)")
                #expect(result.standardOutput.contains("\n#SBATCH --mem=\(limit)M\n"), "\(result)")
                #expect(
                    result.standardOutput.contains("2 of 2 runs at scale 60 stayed within it"),
                    "\(result)")
                #expect(record["enforcement"].text == enforcement)
                #expect(record["points"].elements.count == 5)
                #expect(record["verification"]["failures"].integer == 0)
            }
        }

        @Test(
            "A file that ends before the largest input is extrapolated, and not called verified")
        func ownFile() async throws {
            let (result, record) = try await size(
                ["--input-max", "60", "--enforce", "watchdog"], file: "numbers.csv")
            #expect(result.status == 0, "\(result)")
            #expect(result.standardOutput.contains("Not run at scale 60"), "\(result)")
            #expect(record["gap"].text == "no_data")
            #expect(record["growth"]["extrapolation"].bool == true)
            let runs = record["verification"]
            #expect((runs["units"].integer ?? 99) < 60)
            #expect((runs["limit_bytes"].integer ?? .max) < record["limit_bytes"].integer ?? 0)
        }

        @Test(
            "Contradicting options are refused with 64",
            arguments: [
                ["--budget", "64MiB"], ["--enforce", "off"], ["--metric", "peak-live"],
                ["--enforce", "cgroup", "--metric", "peak-rss"], ["--risk", "50"],
                ["--scale", "61"], ["--for", "mesos"], ["--trials", "0"],
            ])
        func mistakes(options: [String]) async throws {
            let (result, _) = try await size(["--input-max", "60"] + options)
            #expect(result.status == 64, "\(result)")
        }
    }
}

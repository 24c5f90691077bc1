import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A command whose changes have known effects: of 36 MiB above the floor, the first saves 20,
    /// the second 10, both 28.
    @Suite struct BenchChanges {
        private static let options = ["--no-autopsy"]

        private static let script = """
            case $1 in
            1) mib=20 ;;
            2) mib=30 ;;
            1,2) mib=12 ;;
            *) mib=40 ;;
            esac
            if [ "$(wc -l < "$2")" -lt 2 ]; then mib=4; fi
            exec "$3/membudget-selftest" touch "$mib"

            """

        private func write(budget: String, in workplace: Workplace) throws {
            try workplace.directory.write(Self.script, to: "job.sh")
            try workplace.directory.write(
                """
                scenario: changed
                command: [sh, "{here}/job.sh", "{fixes}", "{input}", "{libexec}"]
                dataset: { kind: csv-rows }
                scales: [100]
                budget: { peak-rss: \(budget) }
                trials: 2
                parameters: { fixes: ["", "1", "2", "1,2"] }
                changes:
                  base: job
                  parameter: fixes
                  each: { 1: { name: streaming, claim: 50 % }, 2: }
                strategies: { job: {} }
                """, to: "changed.yaml")
        }

        private func check(_ worth: JSON, isBaseOver: Bool) throws {
            let rows = worth["rows"].elements
            let changes = rows.map { row in row["changes"].elements.compactMap(\.text) }
            #expect(changes == [[], ["1"], ["2"], ["1", "2"]])
            let saved = rows.map { $0["saved_share"]["estimate"].number }
            #expect(saved[0] == nil)
            for (share, expected) in zip(saved.dropFirst(), [20.0 / 36, 10.0 / 36, 28.0 / 36]) {
                #expect(abs(try #require(share) - expected) < 0.03)
            }
            #expect(rows.map { $0["unbudgeted"].bool } == [isBaseOver, false, false, false])
            #expect(worth["first"]["changes"].elements.map(\.text) == ["1", "2"])
        }

        @Test(
            "Record and report show the effect of each change, even for an original over budget",
            arguments: [("256MiB", false), ("36MiB", true)])
        func worth(budget: String, isBaseOver: Bool) async throws {
            let workplace = try Workplace()
            try write(budget: budget, in: workplace)
            let run = try await Benched("changed.yaml", Self.options, in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            let scenario = try #require(run.record["scenarios"].elements.first)
            #expect(
                scenario["changes"]["each"].elements.map { $0["name"].text } == ["streaming", "2"])
            try check(scenario["worth"], isBaseOver: isBaseOver)
            let text = run.result.standardOutput.replacing("\n", with: " ")
            #expect(text.contains("Apply 1 (streaming) and 2 first"), "\(run.result)")
        }

        @Test("Joined shards show effects that no single shard can show")
        func joined() async throws {
            let workplace = try Workplace()
            try write(budget: "256MiB", in: workplace)
            for index in 1...2 {
                let part = try await workplace.run(
                    [
                        Products.path("membudget"), "bench", "changed.yaml", "--shard",
                        "\(index)/2",
                        "--run-dir", "part-\(index)",
                    ] + Self.options)
                #expect(part.status == 0, "\(part)")
            }
            let alone = JSON(workplace.text("part-2/run.json"))["scenarios"].elements
            #expect(alone.first?["worth"]["first"].isMissing == true)
            let merged = try await workplace.membudget(
                "merge", "part-1", "part-2", "--output", "joined")
            #expect(merged.status == 0, "\(merged)")
            let joined = JSON(workplace.text("joined/run.json"))["scenarios"].elements
            try check(try #require(joined.first)["worth"], isBaseOver: false)
        }
    }
}

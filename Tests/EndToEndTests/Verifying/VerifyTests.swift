import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The results of commands, checked by `verify` of their scenario.
    @Suite struct Verifying {
        private static let job = """
            import sqlite3, sys
            strategy, output = sys.argv[1:]
            database = sqlite3.connect(output)
            database.execute("CREATE TABLE t (id INTEGER, name TEXT)")
            rows = [(number, f"name {number}") for number in range(1000)]
            if strategy == "backwards":
                rows.reverse()
            elif strategy == "changed":
                rows[500] = (500, "other")
            elif strategy == "empty":
                rows = []
            database.executemany("INSERT INTO t VALUES (?, ?)", rows)
            database.commit()
            """

        private static let check = """
            import sqlite3, sys
            output, scale, environment = sys.argv[1:]
            count = sqlite3.connect(output).execute("SELECT count(*) FROM t").fetchone()[0]
            if count != 1000:
                sys.exit(f"{count} rows instead of 1000")
            """

        /// Creates a workplace with a job in Python, its check, and a scenario.
        private func workplace(
            verify: String?, strategies: String, budget: String = "64MiB"
        ) throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(Self.job, to: "job.py")
            try workplace.directory.write(Self.check, to: "check.py")
            try workplace.directory.write(
                """
                scenario: orders
                command: [python3, "{here}/job.py", "{strategy}", "{output}"]
                \(verify.map { "verify: \($0)" } ?? "about: nothing checks it")
                budget: { peak-rss: \(budget) }
                trials: 2
                timeout: 60s
                strategies: \(strategies)
                """, to: "orders.yaml")
            return workplace
        }

        private static let command = #"[python3, "{here}/check.py", "{output}", "{scale}", "x"]"#

        @Test(
            "With a check, an empty table is never within or kept; without one it is unchecked"
        )
        func emptyTable() async throws {
            let strategies = "{ honest: {}, empty: {} }"
            let checked = try await Gated(
                "orders.yaml", in: workplace(verify: Self.command, strategies: strategies))
            #expect(checked.result.status == 1, "\(checked.result)")
            let cells = checked.record["scenarios"].elements[0]["cells"].elements
            #expect(cells.map { $0["verdict"].text } == ["within", "wrong"])
            #expect(cells.map { $0["result_checked"].bool } == [true, true])
            #expect(checked.results("outcome") == ["kept", "wrong"])
            #expect(checked.results("peak") == ["kept"])
            #expect(checked.result.standardOutput.contains("0 rows instead of 1000"))
            #expect(!checked.result.standardOutput.contains("empty is the smallest"))
            let plain = try await Gated(
                "orders.yaml", in: workplace(verify: nil, strategies: strategies))
            #expect(plain.result.status == 0, "\(plain.result)")
            #expect(plain.results("outcome") == ["unchecked", "unchecked"])
            #expect(plain.result.standardOutput.contains("result not checked"))
        }

        @Test("If a check fails, bench exits with 70, shows its output, and leaves no process")
        func failing() async throws {
            let script = #"[sh, -c, "echo 'no such module' >&2; exit 2"]"#
            let run = try await Benched(
                "orders.yaml", in: workplace(verify: script, strategies: "{ honest: {} }"))
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.cells.first?["verdict"].text == "unmeasured")
            #expect(run.result.standardOutput.contains("no such module"), "\(run.result)")
            #expect(run.trials.allSatisfy { $0["evidence"]["kind"].text == "check" })
            #expect(run.trials.allSatisfy { $0["peak_rss_bytes"].integer ?? 0 > 0 })
            #expect(run.workplace.processes.isEmpty)
        }

        @Test("A missing check is refused with 70 before anything is run")
        func missing() async throws {
            let run = try await Benched(
                "orders.yaml",
                in: workplace(verify: "[no-such-check]", strategies: "{ honest: {} }"))
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.result.standardError.contains("no-such-check"))
            #expect(!run.workplace.holds("run/trials.jsonl"))
        }

        @Test("Digests that differ are inconclusive, and the strategies are named")
        func digests() async throws {
            let script = #"[sh, -c, "echo rows=1 digest=$(md5sum < $0 | cut -c1-8)", "{output}"]"#
            let run = try await Gated(
                "orders.yaml",
                in: workplace(verify: script, strategies: "{ honest: {}, changed: {} }"))
            #expect(run.result.status == 3, "\(run.result)")
            let cells = run.record["scenarios"].elements[0]["cells"].elements
            #expect(cells.map { $0["verdict"].text } == ["inconclusive", "inconclusive"])
            #expect(run.trials.allSatisfy { $0["digest"].text != nil })
            #expect(run.result.standardOutput.contains("results that should be the same differ"))
        }

        @Test(
            "Rows in another order are the same result; a changed value or an empty table is not")
        func comparison() async throws {
            let run = try await Gated(
                "orders.yaml",
                in: workplace(
                    verify: "{ same-as: honest }",
                    strategies: "{ honest: {}, backwards: {}, changed: {}, empty: {} }"))
            #expect(run.result.status == 1, "\(run.result)")
            let cells = run.record["scenarios"].elements[0]["cells"].elements
            #expect(cells.map { $0["verdict"].text } == ["within", "within", "wrong", "wrong"])
            #expect(cells.map { $0["result_checked"].bool } == [true, true, true, true])
            #expect(run.trials.allSatisfy { $0["check"]["result"].text == "pending" })
            #expect(
                cells[1]["trials"].elements.allSatisfy {
                    $0["check"]["agreement"].text == "rows"
                })
            #expect(
                run.result.standardOutput.contains("the result has 0 rows, that of honest"))
        }

        @Test("A reference over its budget is compared through its need trial")
        func needTrial() async throws {
            let run = try await Benched(
                "orders.yaml",
                in: workplace(
                    verify: "{ same-as: honest }",
                    strategies:
                        "{ honest: { role: control, budget: { peak-rss: 4MiB } }, empty: {} }"))
            #expect(run.cells.map { $0["verdict"].text } == ["over", "wrong"], "\(run.result)")
        }

        @Test("'limit' and 'need' check results too: a wrong one never fits")
        func searches() async throws {
            let workplace = try workplace(
                verify: Self.command, strategies: "{ honest: {}, empty: {} }")
            let wrong = try await workplace.membudget(
                "need", "orders.yaml", "--strategy", "empty", "--scale", "1")
            #expect(wrong.status == 1, "\(wrong)")
            // Its lines are wrapped.
            let words = wrong.standardOutput.split(whereSeparator: \.isWhitespace)
            #expect(words.joined(separator: " ").contains("gave a wrong result"))
        }
    }
}

import TestSupport
import Testing

extension EndToEnd {
    /// `membudget init` writes a scenario that runs unchanged.
    @Suite struct Initializing {
        @Test("The scenario for a pipeline is written once, and can be benched")
        func pipeline() async throws {
            let workplace = try Workplace()
            let written = try await workplace.membudget("init")
            #expect(written.status == 0, "\(written)")
            let path = written.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
            let text = workplace.text(path)
            #expect(!text.isEmpty)
            let again = try await workplace.membudget("init")
            #expect(again.status == 73, "\(again)")
            #expect(workplace.text(path) == text)
            let bench = try await workplace.membudget(
                "bench", "--scale", "300", "--trials", "1", "--run-dir", "run")
            #expect(bench.status == 0, "\(bench)")
        }

        @Test(
            "The scenario for a command keeps spaces, quotes, hashes and braces in its arguments")
        func command() async throws {
            let workplace = try Workplace()
            let script = "cp {input} {output} # it's \"a: b\"; [ -n '{}' ]"
            let written = try await workplace.membudget("init", "--", "sh", "-c", script)
            #expect(written.status == 0, "\(written)")
            let bench = try await workplace.membudget(
                "bench", "sh", "--scale", "300", "--trials", "1", "--run-dir", "run")
            #expect(bench.status == 0, "\(bench)")
            #expect(bench.standardOutput.contains("✓ within"), "\(bench)")
        }

        /// Creates a job that reads all rows, one that reads row by row, and a file for them.
        private static func job(in workplace: Workplace) throws {
            try workplace.directory.write(
                """
                import csv, sys
                rows = list(csv.reader(open(sys.argv[1], newline="")))[1:]
                open(sys.argv[2], "w").write("".join(",".join(row) + "\\n" for row in rows))
                """, to: "load.py")
            try workplace.directory.write(
                """
                import csv, sys
                reader = csv.reader(open(sys.argv[1], newline=""))
                next(reader)
                with open(sys.argv[2], "w") as output:
                    for row in reader:
                        output.write(",".join(row) + "\\n")
                """, to: "stream.py")
            try workplace.directory.write(
                """
                import csv, sys
                wanted = [row for row in csv.reader(open(sys.argv[1], newline=""))][1:]
                found = [row for row in csv.reader(open(sys.argv[2], newline=""))]
                print(f"rows={len(found)} digest={len(found):x}")
                sys.exit(0 if found == wanted else 1)
                """, to: "check.py")
            let rows = (1...3000).map { "\($0),row \($0)\n" }.joined()
            try workplace.directory.write("id,text\n" + rows, to: "orders.csv")
        }

        @Test("A user's own job and file can be benched with the written scenario")
        func ownFile() async throws {
            let workplace = try Workplace()
            try Self.job(in: workplace)
            let written = try await workplace.membudget(
                "init", "--", "python3", "load.py", "orders.csv", "out.txt")
            #expect(written.status == 0, "\(written)")
            #expect(written.standardOutput == "Scenarios/load.yaml\n")
            #expect(written.standardError.contains("replaced orders.csv with {input}"))
            #expect(written.standardError.hasSuffix("next: membudget bench load\n"))
            let bench = try await workplace.membudget(
                "bench", "load", "--trials", "1", "--run-dir", "run")
            #expect(bench.status == 0, "\(bench)")
            #expect(bench.standardOutput.contains("✓ within"), "\(bench)")
            #expect(!workplace.holds("out.txt"))
            // The scenario finds the same files from another folder.
            let elsewhere = try await workplace.run([
                "sh", "-c",
                "mkdir sub && cd sub && exec '\(try Products.path("membudget"))' bench"
                    + " ../Scenarios/load.yaml --trials 1 --scale 90",
            ])
            #expect(elsewhere.status == 0, "\(elsewhere)")
        }

        @Test("Commands without a scenario give a table, and can be resumed and gated")
        func commands() async throws {
            let workplace = try Workplace()
            try Self.job(in: workplace)
            let commands = [
                "--command", "python3 load.py {input} {output}", "--command",
                "python3 stream.py {input} {output}", "--input", "orders.csv", "--trials", "1",
            ]
            let program = try Products.path("membudget")
            let bench = try await workplace.run(
                [program, "bench"] + commands
                    + ["--budget", "256MiB", "--run-dir", "run", "--time-limit", "1ms"])
            #expect(bench.status == 3, "\(bench)")
            let resumed = try await workplace.membudget("bench", "--resume", "--run-dir", "run")
            #expect(resumed.status == 0, "\(resumed)")
            for word in ["load", "stream", "1.3k", "3k", "✓ within"] {
                #expect(resumed.standardOutput.contains(word), "\(word): \(resumed)")
            }
            let gate = try await workplace.run(
                [program, "gate"] + commands + ["--budget", "1MiB", "--scale", "90", "--no-need"])
            #expect(gate.status == 1, "\(gate)")
            let report = try await workplace.membudget("report", "run", "--format", "json")
            #expect(JSON(report.standardOutput)["scenarios"].elements.count == 1, "\(report)")
        }

        @Test("init doesn't overwrite an existing scenario")
        func taken() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("mine", to: "Scenarios/ls.yaml")
            let result = try await workplace.membudget("init", "--", "/bin/ls", "-l")
            #expect(result.status == 73, "\(result)")
            #expect(workplace.text("Scenarios/ls.yaml") == "mine")
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Scenarios of a command on the user's own data.
    @Suite struct BenchOwnData {
        private static let job = """
            import csv, os, sys
            rows = list(csv.reader(open(sys.argv[1], newline='')))
            if len(rows) < 2: raise SystemExit('no rows at all')
            open(sys.argv[2], 'w').write(f"{len(rows) - 1} {os.environ['MARK']} {os.getcwd()}")
            """

        private func workplace(_ more: String, scales: String = "[1, 2]") throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(Self.job, to: "job.py")
            try workplace.directory.write("a,b\n1,\"x\ny\"\n2,z\n3,w\n", to: "orders.csv")
            try workplace.directory.write(
                """
                scenario: own
                about: A job on orders
                command: [python3, "{here}/job.py", "{input}", "{output}"]
                dataset: { file: orders.csv }
                scales: \(scales)
                unit: orders
                budget: { peak-rss: 256MiB }
                trials: 1
                \(more)
                """, to: "own.yaml")
            return workplace
        }

        @Test("A trial has its folder, its variables, and a command before and after it")
        func surroundings() async throws {
            let workplace = try workplace(
                """
                env: { MARK: marked }
                cwd: place
                setup: [sh, -c, 'echo "setup {scale} $MARK $PWD" >> "{here}/log"']
                cleanup: [sh, -c, 'cat "{output}" >> "{here}/log"; echo >> "{here}/log"']
                """)
            try workplace.directory.write("", to: "place/file")
            let run = try await Benched("own.yaml", in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            let place = workplace.directory.path + "/place"
            let log = workplace.text("log").split(separator: "\n").map(String.init)
            #expect(log.contains("setup 2 marked \(place)") && log.contains("2 marked \(place)"))
            #expect(run.record["scenarios"].elements.first?["unit"].text == "orders")
            // The command fails on the header alone, so there is no floor, but no failure either.
            #expect(run.cells.allSatisfy { $0["floor_rss_bytes"].isMissing })
            let problem = run.cells.first?["floor_problem"].text ?? ""
            #expect(problem.contains("no rows at all"), "\(problem)")
            #expect(run.result.standardOutput.contains("not measured"), "\(run.result)")
        }

        @Test("If the setup fails, bench exits with 70 and shows its output")
        func setupFails() async throws {
            let workplace = try workplace(
                "env: { MARK: m }\nsetup: [sh, -c, \"echo no database >&2; exit 2\"]")
            let run = try await Benched("own.yaml", in: workplace)
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.result.standardError.contains("; stderr:\nno database\n"), "\(run.result)")
            #expect(run.trials.isEmpty)
        }

        @Test("For a failed trial, the line with the error and the file of all output are shown")
        func failure() async throws {
            let run = try await Benched("own.yaml", in: try workplace(""))
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.result.standardOutput.contains("KeyError: 'MARK'"), "\(run.result)")
            let file = run.trials.last?["stderr_file"].text ?? ""
            #expect(run.workplace.text("run/" + file).hasPrefix("Traceback"), "\(file)")
        }

        @Test("A scale beyond the file is refused with 65 and the number of the file's records")
        func beyond() async throws {
            let run = try await Benched(
                "own.yaml", in: try workplace("", scales: "[2, 10k]"))
            #expect(run.result.status == 65, "\(run.result)")
            #expect(run.result.standardError.contains("has 3 records"), "\(run.result)")
            #expect(!run.workplace.holds("run"))
        }

        @Test("SIGINT in a trial ends it, and its cleanup still runs")
        func interrupted() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: long
                command: [sh, -c, "touch {here}/ready; sleep 600 & wait"]
                cleanup: [touch, "{here}/cleaned"]
                """, to: "long.yaml")
            async let running = Benched("long.yaml", in: workplace)
            #expect(await eventually { workplace.holds("ready") })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGINT)
            }
            let run = try await running
            #expect(run.result.status == 130, "\(run.result)")
            #expect(workplace.holds("cleaned") && workplace.processes.isEmpty)
        }

        @Test("--input with --scale, limit and need read the first records of a file")
        func input() async throws {
            let workplace = try workplace("env: { MARK: m }")
            let rows = (1...200).map { "\($0),x\n" }.joined()
            try workplace.directory.write("a,b\n" + rows, to: "large.csv")
            let input = ["--input", "large.csv"]
            let run = try await Benched("own.yaml", input + ["--scale", "150"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cells.map { $0["scale"]["units"].integer } == [150])
            let program = try Products.path("membudget")
            let limit = try await workplace.run(
                [program, "limit", "own.yaml", "--strategy", "command", "--json", "limit.json"]
                    + input)
            #expect(limit.status == 0, "\(limit)")
            let record = JSON(workplace.text("limit.json"))
            #expect(record["largest_within_units"].integer == 200)
            let need = try await workplace.run(
                [program, "need", "own.yaml", "--strategy", "command", "--scale", "200"]
                    + ["--enforce", "watchdog"] + input)
            #expect(need.status == 0, "\(need)")
        }
    }
}

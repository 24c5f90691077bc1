import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// An interrupted run is resumed without repeating or losing a trial.
    @Suite struct Resuming {
        private static let options = smallIngest + ["--trials", "8"]

        @Test(
            "A run interrupted at five random moments has every trial once, as if uninterrupted",
            arguments: [SIGTERM, SIGKILL])
        func fiveTimes(signal: Int32) async throws {
            let workplace = try Workplace()
            var statuses: [String] = []
            for _ in 0..<5 {
                let wanted = workplace.lines("run/trials.jsonl") + Int.random(in: 0...4)
                async let running = Benched(
                    "csv-ingest", Self.options + ["--resume"], in: workplace)
                #expect(await eventually { workplace.holds("run/run.json") })
                #expect(await eventually { workplace.lines("run/trials.jsonl") >= wanted })
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...40)))
                for process in workplace.processes where process.name == "membudget" {
                    kill(process.identifier, signal)
                }
                let cut = try await running
                statuses.append("\(cut.result.status ?? -1) \(cut.result.signal ?? 0)")
                #expect(cut.record["finished_at"].isMissing && !cut.record["plan"].isMissing)
            }
            // A process that has only just started is killed by SIGTERM, before it handles signals.
            let expected = signal == SIGKILL ? ["-1 9"] : ["143 0", "-1 15"]
            #expect(statuses.allSatisfy(expected.contains), "\(statuses)")
            let resumed = try await Benched(
                "csv-ingest", Self.options + ["--resume"], in: workplace)
            #expect(resumed.result.status == 0, "\(resumed.result)")
            try await expectWhole(resumed)
        }

        /// Returns the trials, files and cells, as in a run that was never interrupted.
        private func expectWhole(_ resumed: Benched) async throws {
            let whole = try await Benched("csv-ingest", Self.options)
            #expect(resumed.order == whole.order)
            #expect(Set(resumed.order).count == resumed.order.count)
            #expect(!resumed.record["finished_at"].isMissing)
            for folder in ["run", "run/series"] {
                #expect(resumed.workplace.names(in: folder) == whole.workplace.names(in: folder))
            }
            #expect(resumed.workplace.rejectedNames() == whole.workplace.rejectedNames())
            #expect(resumed.cells.map(\.outline) == whole.cells.map(\.outline))
            let expected = whole.cell("streamed")["rejected"].elements.map { $0["line"].integer }
            let rejected = resumed.cell("streamed")["rejected"].elements.map { $0["line"].integer }
            #expect(rejected == expected && !expected.isEmpty)
            #expect(resumed.workplace.processes.isEmpty)
        }

        @Test("Alone, --resume takes the newest unfinished run, names it, and uses its options")
        func alone() async throws {
            let workplace = try Workplace()
            let bench = try [
                Products.path("membudget"), "bench", shippedScenario("csv-ingest"), "--scale",
                "1k", "--trials", "2",
            ]
            let cut = try await workplace.run(bench + ["--time-limit", "1ms"])
            #expect(cut.status == 3, "\(cut)")
            let name = workplace.names(in: ".membudget/runs").first ?? "?"
            let resumed = try await workplace.membudget("bench", "--resume", "--format", "json")
            #expect(resumed.status == 0, "\(resumed)")
            #expect(resumed.standardError.contains("resuming .membudget/runs/\(name)"))
            let record = JSON(resumed.standardOutput)
            let scenario = record["scenarios"].elements.first ?? JSON("")
            #expect(scenario["trials"].integer == 2 && scenario["cells"].elements.count == 3)
            let again = try await workplace.membudget("bench", "--resume")
            #expect(again.status == 64, "\(again)")
            #expect(again.standardError.contains("there is no unfinished run below"))
        }

        @Test("A finished run is reported as such, runs nothing, and has the same status")
        func finished() async throws {
            let workplace = try Workplace()
            let path = shippedScenario("selftest/selftest-crash")
            let first = try await Benched(path, in: workplace)
            #expect(first.result.status == 70, "\(first.result)")
            let before = workplace.text("run/run.json")
            let again = try await workplace.membudget("bench", "--resume", "--run-dir", "run")
            #expect(again.status == 70, "\(again)")
            #expect(again.standardError.contains("run is finished: nothing is left to run"))
            #expect(workplace.text("run/run.json") == before)
        }

        @Test("Alone, --resume refuses a finished run whose scenario file has changed since")
        func changedText() async throws {
            let workplace = try Workplace()
            let text = """
                scenario: own
                command: ["{libexec}/membudget-selftest", touch, "8"]
                trials: 1

                """
            try workplace.directory.write(text, to: "own.yaml")
            #expect(try await Benched("own.yaml", in: workplace).result.status == 0)
            try workplace.directory.write(text + "# changed\n", to: "own.yaml")
            let again = try await workplace.membudget("bench", "--resume", "--run-dir", "run")
            #expect(again.status == 64, "\(again)")
            #expect(again.standardError.contains("'own': the text of the scenario file has"))
        }

        @Test("A run stopped during the noise measurement measures noise when it is resumed")
        func noise() async throws {
            let workplace = try Workplace()
            let program = try workplace.directory.write(
                """
                #!/bin/sh
                touch '\(workplace.directory.path("started"))'
                sleep 60
                """, to: "helpers/membudget-steady")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: program)
            async let running = Benched(
                "csv-ingest", Self.options, in: workplace,
                environment: ["MEMBUDGET_LIBEXEC": workplace.directory.path("helpers")])
            #expect(await eventually { workplace.holds("started") })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGINT)
            }
            let cut = try await running
            #expect(cut.result.status == 130 && cut.trials.isEmpty, "\(cut.result)")
            #expect(!cut.result.standardError.contains("noise: ±"), "\(cut.result)")
            #expect(!cut.record["plan"].isMissing)
            #expect(cut.record["environment"]["noise_floor"].isMissing)
            let resumed = try await Benched(
                "csv-ingest", Self.options + ["--resume"], in: workplace)
            #expect(resumed.result.status == 0, "\(resumed.result)")
            #expect(resumed.record["environment"]["noise_floor"]["trials"].integer ?? 0 > 1)
        }

        @Test("A run that another process writes is not touched: status 73")
        func inUse() async throws {
            let workplace = try Workplace()
            async let running = Benched(
                "csv-ingest", ["--scale", "1k", "--trials", "1000"], in: workplace)
            #expect(await eventually { workplace.lines("run/trials.jsonl") > 2 })
            let second = try await workplace.membudget("bench", "--resume", "--run-dir", "run")
            #expect(second.status == 73, "\(second)")
            #expect(second.standardError.contains("another membudget is writing this run"))
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGTERM)
            }
            #expect(try await running.result.status == 143)
        }
    }
}

extension Workplace {
    /// Returns the number of complete lines in a file.
    func lines(_ name: String) -> Int {
        text(name).count { $0 == "\n" }
    }

    /// Returns the files of rejected units in a run; a control may be killed before it meets the
    /// first.
    func rejectedNames(in run: String = "run") -> [String] {
        names(in: "\(run)/rejected").filter { !$0.contains(".load-all.") }
    }
}

extension JSON {
    /// Returns the identity of a cell, and its number of trials per outcome.
    var outline: String {
        let trials = self["trials"].elements.map {
            "\($0["kind"].text ?? "?") \($0["index"].integer ?? -1) \($0["outcome"].text ?? "?")"
        }
        return "\(self["strategy"].text ?? "?") @ \(self["scale"]["label"].text ?? "?")"
            + " \(self["verdict"].text ?? "?"): \(trials.joined(separator: ", "))"
    }
}

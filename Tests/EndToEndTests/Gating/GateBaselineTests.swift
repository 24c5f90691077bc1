import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// 2: what grew against a baseline, or against other workers in the same run.
    @Suite struct GateBaselines {
        /// A workplace with a baseline of 16 MiB.
        private func baselined() async throws -> (Workplace, FixedProgram) {
            let workplace = try Workplace()
            let program = FixedProgram(workplace: workplace)
            try program.write(mebibytes: 16)
            let first = try await Gated(
                "fixed.yaml", ["--update-baseline", "baselines"], in: workplace,
                runDirectory: "first")
            #expect(first.result.status == 0, "\(first.result)")
            return (workplace, program)
        }

        @Test(
            "An unchanged program is unchanged, one that grew regressed, one that shrank improved")
        func changes() async throws {
            let (workplace, program) = try await baselined()
            let against = ["--baseline", "baselines", "--require-baseline"]
            let same = try await Gated("fixed.yaml", against, in: workplace, runDirectory: "same")
            #expect(same.result.status == 0 && same.results("baseline") == ["kept"])
            #expect(same.record["gate"]["baseline"].text == "baselines")
            try program.write(mebibytes: 24)
            let more = try await Gated("fixed.yaml", against, in: workplace, runDirectory: "more")
            #expect(more.result.status == 2, "\(more.result)")
            #expect(more.results("baseline") == ["regressed"])
            #expect(more.result.standardOutput.contains("regressed: 25."), "\(more.result)")
            try program.write(mebibytes: 8)
            let less = try await Gated("fixed.yaml", against, in: workplace, runDirectory: "less")
            #expect(less.result.status == 0 && less.results("baseline") == ["improved"])
            let ratchet = try await Gated(
                "fixed.yaml", against + ["--ratchet"], in: workplace, runDirectory: "ratchet")
            #expect(ratchet.result.status == 2, "\(ratchet.result)")
            #expect(ratchet.result.standardOutput.contains("update the baseline"))
        }

        @Test("The scenario's threshold is what is tolerated")
        func threshold() async throws {
            let (workplace, program) = try await baselined()
            try program.write(mebibytes: 24, "gate: { baseline: 80% }")
            let run = try await Gated("fixed.yaml", ["--baseline", "baselines"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.findings.last?["limit"].number == 0.8)
        }

        @Test("A crash is no regression, and a budget that is broken comes before one")
        func precedence() async throws {
            let (workplace, program) = try await baselined()
            try program.write(mebibytes: 24, budget: "18MiB")
            let over = try await Gated(
                "fixed.yaml", ["--baseline", "baselines", "--no-need"], in: workplace)
            #expect(over.result.status == 1, "\(over.result)")
            let text = workplace.text("fixed.yaml")
            try workplace.directory.write(
                text.replacing("touch, \"24\"", with: "segv"), to: "fixed.yaml")
            let crash = try await Gated(
                "fixed.yaml", ["--baseline", "baselines"], in: workplace, runDirectory: "crash")
            #expect(crash.result.status == 70, "\(crash.result)")
            #expect(crash.results("baseline").isEmpty)
        }

        @Test("A baseline of another environment is named and never compared; required, that is 3")
        func otherEnvironment() async throws {
            let (workplace, _) = try await baselined()
            let names = workplace.names(in: "baselines")
            let name = try #require(names.first)
            let file = "baselines/\(name)/fixed.json"
            let moved = workplace.text(file).replacing("\"glibc ", with: "\"musl ")
            let other = name.replacing("glibc-", with: "musl-")
            try workplace.directory.write(moved, to: "baselines/\(other)/fixed.json")
            try FileManager.default.removeItem(atPath: workplace.directory.path(file))
            let run = try await Gated("fixed.yaml", ["--baseline", "baselines"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.results("baseline") == ["new"])
            #expect(
                run.result.standardOutput.contains("no baseline for this environment (\(name))"))
            #expect(run.result.standardOutput.contains(other))
            let required = try await Gated(
                "fixed.yaml", ["--baseline", "baselines", "--require-baseline"], in: workplace,
                runDirectory: "required")
            #expect(required.result.status == 3 && required.results("baseline") == ["missing"])
        }

        @Test(
            "A baseline that is damaged or another's is 65, names the file, and launches nothing",
            arguments: ["", "{", "{}", "{\"schema\":\"membudget.baseline/9\"}", "renamed"])
        func damaged(text: String) async throws {
            let (workplace, _) = try await baselined()
            let name = try #require(workplace.names(in: "baselines").first)
            let file = "baselines/\(name)/fixed.json"
            let whole = workplace.text(file)
            let damaged = text == "renamed" ? whole.replacing("\"fixed\"", with: "\"other\"") : text
            try workplace.directory.write(damaged, to: file)
            for option in ["--baseline", "--update-baseline"] {
                let run = try await Gated("fixed.yaml", [option, "baselines"], in: workplace)
                #expect(run.result.status == 65, "\(run.result)")
                #expect(run.result.standardError.contains(file), "\(run.result)")
                #expect(run.result.standardError.contains("delete it"), "\(run.result)")
                #expect(!workplace.holds("run"))
            }
            #expect(workplace.text(file) == damaged)
        }

        @Test("A run that isn't green writes no baseline, and a second one gives the same file")
        func refused() async throws {
            let (workplace, program) = try await baselined()
            let name = try #require(workplace.names(in: "baselines").first)
            let before = workplace.text("baselines/\(name)/fixed.json")
            #expect(before.contains("\"peak_bytes\"") && before.hasSuffix("}\n"))
            try program.write(mebibytes: 24, budget: "18MiB")
            let run = try await Gated(
                "fixed.yaml", ["--update-baseline", "baselines", "--no-need"], in: workplace)
            #expect(run.result.status == 1, "\(run.result)")
            #expect(run.result.standardError.contains("no baseline was written"))
            let advisory = try await Gated(
                "fixed.yaml", ["--update-baseline", "baselines", "--no-need", "--advisory"],
                in: workplace, runDirectory: "advisory")
            #expect(advisory.result.status == 0, "\(advisory.result)")
            #expect(advisory.result.standardError.contains("no baseline was written"))
            #expect(workplace.text("baselines/\(name)/fixed.json") == before)
        }

        /// The cells of the only baseline, as `parameter@scale`.
        private func cells(of scenario: String, in workplace: Workplace) throws -> [String] {
            let name = try #require(workplace.names(in: "baselines").first)
            return JSON(workplace.text("baselines/\(name)/\(scenario).json"))["cells"].elements.map
            {
                "\($0["parameters"]["mib"].text ?? "")@\($0["scale"]["units"].integer ?? 0)"
            }
        }

        @Test("What --set leaves out stays in the baseline, as long as the file has it")
        func settings() async throws {
            let workplace = try Workplace()
            func write(_ values: String) throws {
                try workplace.directory.write(
                    """
                    scenario: sizes
                    command: ["{libexec}/membudget-selftest", touch, "{mib}"]
                    trials: 1
                    budget: { peak-rss: 64MiB }
                    parameters: { mib: [\(values)] }
                    """, to: "sizes.yaml")
            }
            let update = ["--update-baseline", "baselines"]
            let expected = [
                ("8, 9", [], ["8@1", "9@1"]), ("8, 9", ["--set", "mib=8"], ["8@1", "9@1"]),
                ("8", [], ["8@1"]),
            ]
            for (index, (values, options, left)) in expected.enumerated() {
                try write(values)
                let run = try await Gated(
                    "sizes.yaml", update + options, in: workplace, runDirectory: "run\(index)")
                #expect(run.result.status == 0, "\(run.result)")
                #expect(try cells(of: "sizes", in: workplace) == left)
            }
        }

        @Test("Some cells of other data don't replace a baseline, which is 64; all of them do")
        func otherData() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: lines
                command: [wc, -l, "{input}"]
                dataset: { kind: csv-rows }
                scales: [100, 200]
                trials: 1
                budget: { peak-rss: 64MiB }
                """, to: "lines.yaml")
            func update(_ options: String..., run: String) async throws -> Gated {
                try await Gated(
                    "lines.yaml", ["--update-baseline", "baselines"] + options, in: workplace,
                    runDirectory: run)
            }
            #expect(try await update(run: "first").result.status == 0)
            #expect(try cells(of: "lines", in: workplace) == ["@100", "@200"])
            let part = try await update("--seed", "7", "--scale", "100", run: "part")
            #expect(part.result.status == 64, "\(part.result)")
            #expect(part.result.standardError.contains("other data"), "\(part.result)")
            #expect(!workplace.holds("part"))
            #expect(try cells(of: "lines", in: workplace) == ["@100", "@200"])
            #expect(try await update("--scale", "100", run: "same").result.status == 0)
            #expect(try cells(of: "lines", in: workplace) == ["@100", "@200"])
            let all = try await update("--seed", "7", run: "all")
            #expect(all.result.status == 0, "\(all.result)")
            let name = try #require(workplace.names(in: "baselines").first)
            let baseline = JSON(workplace.text("baselines/\(name)/lines.json"))
            #expect(baseline["dataset"]["seed"].integer == 7)
        }

        /// A folder whose `job` touches so many MiB.
        private func install(_ mebibytes: Int, as folder: String, in workplace: Workplace) throws
            -> String
        {
            let program = try workplace.directory.write(
                "#!/bin/sh\nexec '\(try selftest())' touch \(mebibytes)\n", to: "\(folder)/job")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: program)
            for name in ["membudget-launcher", "libmembudget-agent.so"] {
                try FileManager.default.createSymbolicLink(
                    atPath: workplace.directory.path("\(folder)/\(name)"),
                    withDestinationPath: Products.path(name))
            }
            return workplace.directory.path(folder)
        }

        /// A scenario of what a folder's `job` does.
        private func writeBuilds(in workplace: Workplace) throws {
            try workplace.directory.write(
                """
                scenario: builds
                command: ["{libexec}/job"]
                trials: 4
                budget: { peak-rss: 64MiB }
                """, to: "builds.yaml")
        }

        @Test("Two builds run in turns and are compared: more is 2, less is improved, same is same")
        func against() async throws {
            let workplace = try Workplace()
            let small = try install(8, as: "small", in: workplace)
            let large = try install(24, as: "large", in: workplace)
            try writeBuilds(in: workplace)
            let expected = [
                (large, small, 2, "regressed"), (small, large, 0, "improved"),
                (small, small, 0, "kept"),
            ]
            for (index, (head, base, status, result)) in expected.enumerated() {
                let run = try await Gated(
                    "builds.yaml", ["--against", base], in: workplace, runDirectory: "run\(index)",
                    environment: ["MEMBUDGET_LIBEXEC": head])
                #expect(run.result.status == status, "\(run.result)")
                #expect(run.results("baseline") == [result], "\(run.result)")
                // Nothing but planned trials of the base.
                #expect(
                    run.result.standardError.contains(
                        "(8 measured, 0 floor, at most 5 extra, 1 need)"), "\(run.result)")
                // By turns: head, base, base, head, …
                let order = run.trials.filter { $0["kind"].text == "measured" }
                    .map { $0["scenario"].text == "builds@base" }
                #expect(order == [false, true, true, false, false, true, true, false])
                let names = run.record["scenarios"].elements.map { $0["name"].text }
                #expect(names == ["builds", "builds@base"])
            }
        }

        @Test("A run is gone on with beside the base that it was begun with, and no other: 64")
        func otherBase() async throws {
            let workplace = try Workplace()
            let bases = try (
                install(8, as: "small", in: workplace), install(24, as: "large", in: workplace)
            )
            try writeBuilds(in: workplace)
            func gated(_ options: [String]) async throws -> Gated {
                try await Gated(
                    "builds.yaml", options, in: workplace,
                    environment: ["MEMBUDGET_LIBEXEC": bases.0])
            }
            let cut = try await gated(["--against", "small", "--time-limit", "1ms"])
            #expect(cut.result.status == 3, "\(cut.result)")
            let other = try await gated(["--against", "large", "--resume"])
            #expect(other.result.status == 64, "\(other.result)")
            #expect(
                other.result.standardError.contains("against is \(bases.1), not \(bases.0)"),
                "\(other.result)")
            let none = try await gated(["--resume"])
            #expect(none.result.status == 64 && none.trials.isEmpty, "\(none.result)")
            let same = try await gated(["--against", bases.0, "--resume"])
            #expect(same.result.status == 0 && same.trials.count == 8, "\(same.result)")
        }
    }
}

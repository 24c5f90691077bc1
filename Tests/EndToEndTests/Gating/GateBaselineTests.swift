import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Status 2: growth against a baseline, or against other workers in the same run.
    @Suite struct GateBaselines {
        @Test("If a program grew since its baseline, the gate exits with 2 and shows by how much")
        func regressed() async throws {
            let workplace = try Workplace()
            let program = FixedProgram(workplace: workplace)
            try program.write(mebibytes: 16)
            let first = try await Gated(
                "fixed.yaml", ["--update-baseline", "baselines"], in: workplace,
                runDirectory: "first")
            #expect(first.result.status == 0, "\(first.result)")
            #expect(first.result.standardError.contains("wrote baselines/"))
            try program.write(mebibytes: 24)
            let more = try await Gated(
                "fixed.yaml", ["--baseline", "baselines", "--require-baseline"], in: workplace)
            #expect(more.result.status == 2, "\(more.result)")
            #expect(more.results("baseline") == ["regressed"])
            #expect(more.result.standardOutput.contains("regressed: 25."), "\(more.result)")
        }

        @Test("A run that isn't green reports that it wrote no baseline, advisory or not")
        func refused() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 24, budget: "18MiB")
            for (options, status) in [([], 1), (["--advisory"], 0)] {
                let run = try await Gated(
                    "fixed.yaml", ["--update-baseline", "baselines", "--no-need"] + options,
                    in: workplace, runDirectory: "run\(status)")
                #expect(run.result.status == status, "\(run.result)")
                #expect(run.result.standardError.contains("no baseline was written"))
            }
            #expect(workplace.names(in: "baselines").isEmpty)
        }

        /// Creates a folder whose `job` touches this many MiB.
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

        @Test("Two builds run alternately and are compared; after growth, the gate exits with 2")
        func against() async throws {
            let workplace = try Workplace()
            let small = try install(8, as: "small", in: workplace)
            let large = try install(24, as: "large", in: workplace)
            try workplace.directory.write(
                """
                scenario: builds
                command: ["{libexec}/job"]
                trials: 4
                budget: { peak-rss: 64MiB }
                """, to: "builds.yaml")
            let run = try await Gated(
                "builds.yaml", ["--against", small], in: workplace,
                environment: ["MEMBUDGET_LIBEXEC": large])
            #expect(run.result.status == 2, "\(run.result)")
            #expect(run.results("baseline") == ["regressed"], "\(run.result)")
            // Only planned trials of the base.
            #expect(
                run.result.standardError.split(whereSeparator: \.isWhitespace).joined(
                    separator: " "
                )
                .contains(
                    "(8 measured) at most 7 more: 5 if the planned ones don't decide, 1"
                        + " without a budget for stopped strategies, 1 with a profiler"),
                "\(run.result)")
            // Alternately: head, base, base, head, …
            let order = run.trials.filter { $0["kind"].text == "measured" }
                .map { $0["scenario"].text == "builds@base" }
            #expect(order == [false, true, true, false, false, true, true, false])
        }

        /// A head that touches 24 MiB and a base that touches 8, both with a script next to the
        /// scenario's folder.
        private func writeTrees(in workplace: Workplace) throws {
            for (tree, mebibytes) in [("head", 24), ("base", 8)] {
                try workplace.directory.write(
                    "exec '\(try selftest())' touch \(mebibytes)\n", to: "\(tree)/src/job.sh")
                try workplace.directory.write("", to: "\(tree)/.git/HEAD")
            }
            try workplace.directory.write(
                """
                scenario: builds
                command: [sh, "{here}/../src/job.sh"]
                trials: 4
                budget: { peak-rss: 64MiB }
                """, to: "head/Scenarios/builds.yaml")
        }

        @Test("A checkout of the base is compared using the files at the same path in it")
        func checkout() async throws {
            let workplace = try Workplace()
            try writeTrees(in: workplace)
            func gated(_ run: String, against base: String) async throws -> Gated {
                try await Gated(
                    workplace.directory.path("head/Scenarios/builds.yaml"), ["--against", base],
                    in: workplace, runDirectory: run)
            }
            // Without its folder, there is nothing to compare with.
            let absent = try await gated("absent", against: "base")
            #expect(absent.result.status == 66, "\(absent.result)")
            #expect(absent.result.standardError.contains("base has no folder"), "\(absent.result)")
            try workplace.directory.write("", to: "base/Scenarios/other.yaml")
            let run = try await gated("run", against: "base")
            #expect(run.result.status == 2, "\(run.result)")
            #expect(run.results("baseline") == ["regressed"], "\(run.result)")
            let same = try await gated("same", against: "head")
            #expect(same.result.status == 64, "\(same.result)")
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The process tree of a harness ends within moments of the harness itself.
    @Suite struct NothingLeft {
        /// A program that starts a grandchild in its own session, reports it, and keeps running.
        private func family() throws -> String {
            "\(try selftest()) grandchild 16 grandchild; touch ready; sleep 600"
        }

        @Test(
            "A run that ends leaves no process, no cgroup and no file",
            arguments: [[], ["--no-ptrace"]])
        func ended(options: [String]) async throws {
            for (command, status) in [
                (["grandchild", "16", "grandchild"], 0), (["grow", "200"], 123), (["segv"], 139),
            ] {
                let workplace = try Workplace()
                let program = try [Products.path("membudget"), "run", "--budget", "32MiB"]
                let result = try await workplace.run(
                    program + options + ["--", selftest()] + command)
                #expect(result.status == status, "\(result)")
                #expect(workplace.processes.isEmpty, "\(command)")
                #expect(workplace.temporaryNames == [], "\(command)")
            }
        }

        @Test(
            "SIGKILL to membudget run ends the whole tree", arguments: [[], ["--no-ptrace"]])
        func killedRun(options: [String]) async throws {
            let workplace = try Workplace()
            let program = try [Products.path("membudget"), "run"] + options
            try await expectGone(
                workplace, program + ["--", "sh", "-c", try family()])
        }

        @Test(
            "SIGKILL to membudget bench ends the whole tree",
            arguments: [[], ["--no-ptrace"]])
        func killedBench(options: [String]) async throws {
            let workplace = try Workplace()
            let here = workplace.directory.path
            try workplace.directory.write(
                """
                scenario: family
                about: A family that would live for ten minutes
                command: [sh, -c, "cd \(here); \(try family())"]
                budget: { peak-rss: 64MiB }
                """, to: "family.yaml")
            let program = try [
                Products.path("membudget"), "bench", "family.yaml", "--run-dir", "run",
            ]
            try await expectGone(workplace, program + options)
        }

        @Test("SIGKILL at any moment of the start leaves nothing", arguments: ["", "--no-ptrace"])
        func killedAtStart(option: String) async throws {
            let workplace = try Workplace()
            let script = """
                import random, subprocess, sys, time
                command = [word for word in sys.argv[1:] if word]
                for round in range(400):
                    harness = subprocess.Popen(command)
                    time.sleep(random.uniform(0.001, 0.012))
                    harness.kill()
                    harness.wait()
                """
            let program = try Products.path("membudget")
            let result = try await workplace.run([
                "python3", "-c", script, program, "run", option, "--", "sleep", "600",
            ])
            #expect(result.status == 0, "\(result)")
            #expect(await eventually { workplace.processes.isEmpty }, "\(workplace.processes)")
            for process in workplace.processes { kill(process.identifier, SIGKILL) }
        }

        private func expectGone(_ workplace: Workplace, _ command: [String]) async throws {
            async let running = workplace.run(command)
            #expect(await eventually { workplace.holds("ready") })
            let before = workplace.processes
            #expect(before.count >= 3, "\(before)")
            for process in before where process.name == "membudget" {
                kill(process.identifier, SIGKILL)
            }
            #expect(try await running.signal == Int(SIGKILL))
            #expect(await eventually { workplace.processes.isEmpty }, "\(workplace.processes)")
        }
    }

    /// A killed harness can't remove its cgroup, so the next one does.
    @Suite(.enabled(if: Programs.canMakeCgroups)) struct CgroupRuns {
        @Test("The cgroup of a dead harness is removed by the next run with a budget")
        func sweptByRun() async throws {
            let (workplace, groups) = try await leaveCgroup()
            let result = try await workplace.membudget("run", "--budget", "64MiB", "--", "true")
            #expect(result.status == 0, "\(result)")
            #expect(Set(Leftovers.cgroups()).isDisjoint(with: groups))
        }

        @Test("membudget clean removes the cgroup of a dead harness and reports the number")
        func sweptByClean() async throws {
            let (workplace, groups) = try await leaveCgroup()
            let result = try await workplace.membudget(
                "clean", environment: ["MEMBUDGET_CACHE": workplace.directory.path("cache")])
            #expect(result.status == 0, "\(result)")
            #expect(Set(Leftovers.cgroups()).isDisjoint(with: groups))
            let removed = result.standardOutput.split(separator: "\n").first {
                $0.contains("cgroup")
            }
            #expect(removed?.contains("removed 0") == false, "\(result)")
        }

        /// Kills a harness in the middle of a trial.
        private func leaveCgroup() async throws -> (Workplace, Set<String>) {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            async let running = workplace.run([
                program, "run", "--budget", "64MiB", "--", "sh", "-c", "touch ready; sleep 600",
            ])
            #expect(await eventually { workplace.holds("ready") })
            let harness = try #require(workplace.processes.first { $0.name == "membudget" })
            kill(harness.identifier, SIGKILL)
            _ = try await running
            #expect(await eventually { workplace.processes.isEmpty })
            let groups = Leftovers.cgroups().filter {
                $0.contains("membudget-\(harness.identifier)-")
            }
            #expect(!groups.isEmpty)
            return (workplace, Set(groups))
        }
    }
}

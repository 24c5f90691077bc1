import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Any program can be run with jemalloc, and one that can't load it is reported.
    @Suite struct RunAllocators {
        private func trial(_ command: [String]) async throws -> (JSON, Command.Result) {
            let workplace = try Workplace()
            let result = try await workplace.run(
                [
                    Products.path("membudget"), "run", "--allocator", "jemalloc", "--json",
                    "trial.json",
                ]
                    + ["--"] + command)
            return (JSON(workplace.text("trial.json")), result)
        }

        @Test("Python under jemalloc has live bytes")
        func python() async throws {
            let (trial, result) = try await trial(["python3", "-c", "x = bytearray(32 << 20)"])
            #expect(result.status == 0, "\(result)")
            #expect(trial["allocator"]["attached"].bool == true)
            #expect(trial["peak_live_bytes"].integer ?? 0 >= 32 << 20, "\(result)")
        }

        @Test("The process with the highest peak has its own name, not that of the agent")
        func processName() async throws {
            let (trial, result) = try await trial(["python3", "-c", "x = bytearray(32 << 20)"])
            #expect(trial["peak_process"].text?.hasPrefix("python") == true, "\(trial) \(result)")
        }

        @Test("Node works under jemalloc", .enabled(if: Installed.has("node")))
        func node() async throws {
            let (trial, result) = try await trial(["node", "-e", "console.log([1, 2].length)"])
            #expect(result.status == 0 && result.standardOutput == "2\n", "\(result)")
            #expect(trial["allocator"]["attached"].bool == true)
        }

        @Test("A static binary can't be preloaded, so the agent is not attached, which is reported")
        func staticBinary() async throws {
            let (trial, result) = try await trial([Products.path("membudget-launcher")])
            #expect(trial["allocator"]["attached"].bool == false)
            #expect(trial["peak_live_bytes"].isMissing)
            #expect(result.standardError.contains("is not in every program"), "\(result)")
        }
    }
}

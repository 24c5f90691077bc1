import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The report of a command that died: what held its memory, and where it was.
    @Suite struct RunKilled {
        private func profile(
            options: [String] = [], _ arguments: String...
        ) async throws -> (text: String, json: JSON) {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let result = try await workplace.run(
                [program, "run", "--profile", "out"] + options + ["--", selftest()] + arguments)
            let json = try await workplace.membudget("profile", "out", "--format", "json")
            return (result.standardError, JSON(json.standardOutput))
        }

        private func functions(_ stack: JSON) -> [String] {
            stack["stack"].elements.compactMap(\.["function"].text)
        }

        @Test("A command that kills itself leaves its sites and its stack")
        func killed() async throws {
            let (text, json) = try await profile("sites", "4", "8", "16", "--signal", "9")
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("of live memory in large_site_block"), "\(text)")
            #expect(
                words.contains("main thread in") && words.contains("called by hold_share"),
                "\(text)")
            let threads = json["threads"].elements
            #expect(threads.count == 1)
            #expect(threads.first?["name"].text == "membudget-selft")
            #expect(threads.first.map(functions)?.contains("hold_share") == true, "\(text)")
        }

        /// `make test-profiles` runs a hundred rounds.
        @Test(
            "The profile of a command killed at its budget shows the call sites at its end",
            arguments: [["--enforce", "watchdog"], ["--enforce", "auto"]])
        func overBudget(enforcement: [String]) async throws {
            for _ in 1...3 {
                let (text, json) = try await profile(
                    options: ["--budget", "100MiB"] + enforcement, "sites", "8", "80", "80")
                let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains("of live memory in middle_site_block"), "\(text)")
                let thread = try #require(json["threads"].elements.first, "\(text)")
                // The kernel's vDSO, which the sampler calls for the time, has no frame
                // information.
                guard thread["extent"].text == "whole" else { continue }
                let main = functions(thread)
                #expect(main.contains("hold_share") && main.contains("large_site"), "\(text)")
            }
        }

        @Test("A block is still live if the process is killed while realloc copies it")
        func copied() async throws {
            // Under jemalloc, a block of this size is copied, and the copy goes over budget.
            let script = """
                import ctypes
                libc = ctypes.CDLL(None)
                libc.malloc.restype = libc.realloc.restype = ctypes.c_void_p
                libc.realloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
                block = libc.malloc(100 << 20)
                ctypes.memset(block, 1, 100 << 20)
                libc.realloc(block, 200 << 20)
                """
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--budget", "160MiB", "--allocator", "jemalloc", "--profile", "out", "--",
                "/usr/bin/python3", "-c", script)
            #expect(result.status == 123, "\(result)")
            let json = JSON(
                try await workplace.membudget("profile", "out", "--format", "json").standardOutput)
            #expect(json["end_bytes"].integer ?? 0 > 100 << 20, "\(result)")
        }

        @Test("Without a profile, the report shows where the command was, and how to profile it")
        func unprofiled() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--budget", "20MiB", "--", try selftest(), "sites", "4", "8", "16")
            #expect(result.status == 123)
            let text = result.standardError
            #expect(text.contains("main thread in") && text.contains("(holding.c:"), "\(text)")
            #expect(text.contains("membudget run --profile DIR"))
        }
    }
}

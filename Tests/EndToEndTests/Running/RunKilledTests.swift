import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What is said of a command that died: who held its memory, and where it was.
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
                words.contains("main thread in") && words.contains("under hold_share"), "\(text)")
            let threads = json["threads"].elements
            #expect(threads.count == 1)
            #expect(threads.first?["name"].text == "membudget-selft")
            #expect(threads.first.map(functions)?.contains("hold_share") == true, "\(text)")
        }

        @Test("Killed at its budget its sites are those of its end, in every round")
        func overBudget() async throws {
            for _ in 1...5 {
                let (text, json) = try await profile(
                    options: ["--budget", "100MiB"], "sites", "8", "80", "80")
                let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains("of live memory in middle_site_block"), "\(text)")
                let main = json["threads"].elements.first.map(functions) ?? []
                #expect(main.contains("hold_share") && main.contains("large_site"), "\(text)")
            }
        }

        @Test("Without a profile it is said where the command was, and how to learn who held it")
        func unprofiled() async throws {
            let workplace = try Workplace()
            let result = try await workplace.membudget(
                "run", "--budget", "20MiB", "--", try selftest(), "sites", "4", "8", "16")
            #expect(result.status == 123)
            let text = result.standardError
            #expect(text.contains("main thread in") && text.contains("_site"), "\(text)")
            #expect(text.contains("membudget run --profile DIR"))
        }
    }
}

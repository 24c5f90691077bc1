import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Anonymous memory outside malloc: the functions that mapped it, and its resident size.
    @Suite struct RunMaps {
        private func profile(
            _ arguments: String...
        ) async throws -> (text: String, json: JSON) {
            let workplace = try Workplace()
            let result = try await workplace.run(
                [Products.path("membudget"), "run", "--profile", "out", "--", selftest()]
                    + arguments)
            let json = try await workplace.membudget("profile", "out", "--format", "json")
            return (result.standardError, JSON(json.standardOutput))
        }

        @Test("Each caller has its mappings, with their resident size and their size")
        func callers() async throws {
            let (text, json) = try await profile("maps", "80", "40")
            let callers = json["anonymous_maps"].elements
            #expect(callers.map { $0["function"].text } == ["larger_arena", "smaller_arena"])
            for (caller, mebibytes) in zip(callers, [80, 40]) {
                for moment in ["peak", "end"] {
                    let sum = caller[moment]
                    #expect(sum["count"].integer == 2)
                    #expect(sum["bytes"].integer == mebibytes << 20)
                    let resident = sum["resident_bytes"].integer ?? 0
                    #expect(abs(resident - mebibytes << 19) <= 64 << 10, "\(moment) \(text)")
                }
                #expect(
                    caller["stack"].elements.compactMap(\.["function"].text).contains("run_maps"))
            }
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                words.contains("anonymous maps outside malloc, most by larger_arena"), "\(text)")
            #expect(words.contains("20.0 40.0 2 smaller_arena"), "\(text)")
            let row = json["breakdown"]["anonymous_maps"].integer ?? 0
            #expect(abs(row - 60 << 20) <= 128 << 10, "\(text)")
        }

        @Test("A forked child without an exec is not profiled, and the report says so")
        func forked() async throws {
            let (text, json) = try await profile("two-children", "60", "30")
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("not the largest"), "\(text)")
            #expect(words.contains("Resident memory of process"), "\(text)")
            #expect(json["largest_unprofiled"].integer ?? 0 > 0)
            #expect(json["anonymous_maps"].elements.isEmpty)
        }

        @Test("The profile of a killed process shows the mappings at its end")
        func killed() async throws {
            let (text, json) = try await profile("maps", "8", "1", "--signal", "9")
            #expect(json["anonymous_maps"].elements.first?["end"]["bytes"].integer == 8 << 20)
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                words.contains("anonymous maps outside malloc, most by larger_arena"), "\(text)")
        }
    }
}

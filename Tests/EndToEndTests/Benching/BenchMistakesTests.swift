import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Mistakes are found before the first trial.
    @Suite struct BenchMistakes {
        @Test("Five mistakes in a file give five diagnostics, and nothing is launched")
        func fiveMistakes() async throws {
            let workplace = try Workplace()
            let marker = workplace.directory.path("launched")
            try workplace.directory.write(
                """
                scenario: mistaken
                abuot: A misspelt key
                command: [touch, "\(marker)"]
                scales: [10q]
                budget: { peak-rss: 64MB }
                trials: none
                timeout: 5 parsecs
                """, to: "mistaken.yaml")
            let run = try await Benched("mistaken.yaml", in: workplace)
            #expect(run.result.status == 65, "\(run.result)")
            let errors = run.result.standardError.split(separator: "\n").filter {
                $0.contains(": error: ")
            }
            #expect(errors.count == 5, "\(run.result)")
            for (line, word) in [
                (2, "about"), (4, "10q"), (5, "64MiB"), (6, "trials"), (7, "parsecs"),
            ] {
                #expect(
                    errors.contains { $0.contains("mistaken.yaml:\(line):") && $0.contains(word) },
                    "\(line): \(run.result)")
            }
            #expect(!workplace.holds("launched") && !workplace.holds("run"))
        }

        @Test("A run folder that can't be written is refused with 73 before the first trial")
        func unwritable() async throws {
            let workplace = try Workplace()
            let marker = workplace.directory.path("launched")
            try workplace.directory.write("in the way", to: "file")
            try workplace.directory.write(
                """
                scenario: marking
                about: Leaves a mark
                command: [touch, "\(marker)"]
                """, to: "marking.yaml")
            let result = try await workplace.membudget(
                "bench", "marking.yaml", "--run-dir", "file/below")
            #expect(result.status == 73, "\(result)")
            #expect(result.standardError.contains("file/below"))
            #expect(!workplace.holds("launched"))
            #expect(workplace.text("file") == "in the way")
        }
    }
}

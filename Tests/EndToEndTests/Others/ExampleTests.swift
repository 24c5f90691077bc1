import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What users copy from `Examples/CI` and `Documentation/CI.md`.
    @Suite struct Examples {
        private static let root = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../..").standardized.path

        private static let names =
            (try? FileManager.default.contentsOfDirectory(atPath: root + "/Examples/CI").sorted())
            ?? []

        private func text(_ path: String) throws -> String {
            try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
        }

        /// Every command line of ours in a text, its continued lines joined.
        private func commands(in text: String) -> [[String]] {
            let joined = text.replacingOccurrences(
                of: #"\\?\n +(?=--)"#, with: " ", options: .regularExpression)
            return joined.split(separator: "\n").compactMap { line in
                // A comment of YAML or of Markdown is no command.
                guard !line.drop(while: { $0 == " " }).hasPrefix("#"), !line.contains("<!--"),
                    let range = line.range(
                        of:
                            #"(?<=^|: |- |exec | {2})([./a-z]*/membudget|"\$MEMBUDGET"|membudget) [a-z]+ .*"#,
                        options: .regularExpression)
                else { return nil }
                // A `${{ … }}` is one word to the shell, whatever it is replaced by.
                let plain = line[range].replacingOccurrences(
                    of: #"\$\{\{[^}]*\}\}"#, with: "1", options: .regularExpression)
                let words = plain.split(separator: " ").map(String.init)
                return Array(words.prefix { !["#", "||", "|"].contains($0) })
            }
        }

        @Test("Every option of a command line in the examples is one that the program has")
        func options() async throws {
            let workplace = try Workplace()
            var help: [String: String] = [:]
            var count = 0
            let paths = Self.names.map { "Examples/CI/\($0)" } + ["Documentation/CI.md"]
            for path in paths {
                for words in commands(in: try text(path)) {
                    let command = words[1]
                    if help[command] == nil {
                        let result = try await workplace.membudget(command, "--help")
                        #expect(result.status == 0, "\(path): \(words)")
                        help[command] = result.standardOutput
                    }
                    for word in words where word.hasPrefix("--") {
                        let option = word.prefix { $0 != "=" }
                        let isKnown = (help[command] ?? "").contains(option)
                        #expect(isKnown, "\(path): \(words.joined(separator: " "))")
                    }
                    count += 1
                }
            }
            #expect(count >= 12)
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The files to copy in `Examples/CI`, and command lines outside of console blocks in
    /// documents. Those in a console block are run by `Documents`.
    @Suite struct Examples {
        private static let root = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../..").standardized.path

        /// The files of both folders, and the README.
        private static let paths =
            ["Examples/CI", "Documentation"].flatMap { folder in
                let path = "\(root)/\(folder)"
                return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
                    .map { "\(folder)/\($0)" }
            } + ["README.md"]

        private func text(_ path: String) throws -> String {
            try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
        }

        /// Returns the lines of a document that are code: in a fence, or indented.
        private func code(of document: String) -> String {
            var isFenced = false
            return document.split(separator: "\n").filter { line in
                if line.hasPrefix("```") { isFenced.toggle() }
                return isFenced || line.hasPrefix("    ")
            }.joined(separator: "\n")
        }

        /// Returns every command line of membudget in a text, with continued lines joined.
        private func commands(in text: String) -> [[String]] {
            let joined = text.replacingOccurrences(
                of: #"\\?\n +(?=--)"#, with: " ", options: .regularExpression)
            return joined.split(separator: "\n").compactMap { line in
                // A comment in YAML or Markdown is not a command.
                guard !line.drop(while: { $0 == " " }).hasPrefix("#"), !line.contains("<!--"),
                    let range = line.range(
                        of:
                            #"(?<=^|: |- |exec | {2})([./a-z]*/membudget|"\$MEMBUDGET"|membudget) [a-z]+ .*"#,
                        options: .regularExpression)
                else { return nil }
                // An expression `${{ … }}` is one word for the shell, whatever its value.
                let plain = line[range].replacingOccurrences(
                    of: #"\$\{\{[^}]*\}\}"#, with: "1", options: .regularExpression)
                let words = plain.split(separator: " ").map(String.init)
                return Array(words.prefix { !["#", "||", "|", "--"].contains($0) })
            }
        }

        @Test("Every option in commands of examples and documents exists")
        func options() async throws {
            let workplace = try Workplace()
            var help: [String: String] = [:]
            var count = 0
            for path in Self.paths {
                let text = try text(path)
                for words in commands(in: path.hasSuffix(".md") ? code(of: text) : text) {
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
            #expect(count >= 50)
        }
    }
}

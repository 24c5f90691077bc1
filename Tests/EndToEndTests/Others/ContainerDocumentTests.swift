import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The commands in `Documentation/Containers.md`.
    @Suite struct ContainerDocument {
        /// A block of the document.
        struct Block: CustomTestStringConvertible, Sendable {
            /// The words behind the fence: the language and marks.
            let info: [String]
            let text: String

            var testDescription: String { text }
            var isShell: Bool { info.first == "sh" }
            var isRun: Bool { info == ["sh"] }
        }

        private static let text: String = {
            let path = URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../../Documentation/Containers.md").standardized.path
            return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        }()

        static let blocks = blocks(in: text)

        /// Every second part between fences is a block.
        static func blocks(in text: String) -> [Block] {
            let parts = "\n\(text)".components(separatedBy: "\n```")
            return parts.enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
                let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
                return Block(
                    info: lines[0].split(separator: " ").map(String.init),
                    text: lines.dropFirst().joined(separator: "\n"))
            }
        }

        @Test("Each block has a language, and each of commands is run or marked not-run")
        func marks() {
            #expect(Self.blocks.count { $0.isRun } >= 3)
            for block in Self.blocks {
                #expect(
                    block.isShell
                        ? [["sh"], ["sh", "not-run"]].contains(block.info)
                        : ["yaml", "ini"].contains(block.info.first ?? ""),
                    "\(block.info) \(block.text)")
            }
            // One that is indented would be looked at by nobody.
            #expect(!Self.text.contains("\n    membudget"))
        }

        @Test("A block that is no fence of its own is noticed")
        func parsing() {
            let found = Self.blocks(in: "```sh not-run\na\nb\n```\n\ntext\n\n```\nc\n```\n")
            #expect(found.map(\.info) == [["sh", "not-run"], []])
            #expect(found.map(\.text) == ["a\nb", "c"])
        }

        @Test("Commands that any Linux machine can run are run", arguments: blocks.filter(\.isRun))
        func runs(_ block: Block) async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            // Scenarios are looked for below the folder.
            try FileManager.default.createSymbolicLink(
                atPath: workplace.directory.path("Scenarios"),
                withDestinationPath: Self.scenarios)
            let result = try await workplace.run(
                ["sh", "-eu", "-c", block.text], environment: ["PATH": "\(folder):\(path)"])
            #expect(result.status == 0, "\(block.text)\n\(result)")
        }

        private static let scenarios = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../Scenarios").standardized.path

        @Test("Every option of ours in it is one that the program has")
        func options() async throws {
            let workplace = try Workplace()
            let lines = Self.blocks.flatMap { $0.text.components(separatedBy: "\n") }
            var count = 0
            for line in lines {
                let words = line.split(separator: " ").map(String.init)
                guard let start = words.lastIndex(of: "membudget"), start + 1 < words.count else {
                    continue
                }
                let help = try await workplace.membudget(words[start + 1], "--help")
                #expect(help.status == 0, "\(line)")
                for word in words[start...].prefix(while: { $0 != "--" })
                where word.hasPrefix("--") {
                    #expect(help.standardOutput.contains(word), "\(line)")
                }
                count += 1
            }
            #expect(count >= 8)
        }
    }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The documents for readers who type along: each is done in a fresh folder, in its order.
    @Suite struct Documents {
        /// Those with a console block.
        static let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted()
            .filter { $0.hasSuffix(".md") && text($0).contains("```console\n") } ?? []

        private static let root = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../..").standardized.path

        private static let folder = "\(root)/Documentation"

        private static func text(_ name: String) -> String {
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
        }

        @Test("Those that have the reader type along are found")
        func found() {
            let expected: Set = [
                "Comparison.md", "Containers.md", "FAQ.md", "Kubernetes.md", "ReadingTheTable.md",
                "Scenarios.md", "Tutorial.md",
            ]
            #expect(expected.subtracting(Self.names).isEmpty, "\(Self.names)")
        }

        @Test("Each of their commands is run, or says why it isn't", arguments: names)
        func problems(_ name: String) {
            let problems = Walkthrough(Self.text(name)).problems
            #expect(problems.isEmpty, "\(name): \(problems)")
        }

        @Test("Their commands do and print what they say", arguments: names)
        func runs(_ name: String) async throws {
            let text = Self.text(name)
            let walkthrough = Walkthrough(text)
            let workplace = try Workplace()
            let folder = workplace.directory.path("work")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            if walkthrough.needsScenarios {
                try FileManager.default.copyItem(
                    atPath: "\(Self.root)/Scenarios", toPath: "\(folder)/Scenarios")
            }
            let failures = try await walkthrough.failures(
                in: folder, environment: try environment(of: workplace))
            if ProcessInfo.processInfo.environment["MEMBUDGET_UPDATE_GOLDEN"] != nil {
                try Walkthrough.updated(text, by: failures)
                    .write(toFile: "\(Self.folder)/\(name)", atomically: true, encoding: .utf8)
            } else {
                let list = failures.map(\.description).joined(separator: "\n")
                #expect(
                    failures.isEmpty,
                    "Documentation/\(name): \(list)\nMEMBUDGET_UPDATE_GOLDEN=1 rewrites it")
            }
        }

        /// The programs come first, then those of the system: in front of them may stand scripts
        /// that start others, and would be measured too.
        private func environment(of workplace: Workplace) throws -> [String: String] {
            let program = try Products.path("membudget")
            let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            return [
                "PATH": "\(folder):/usr/bin:/bin:\(path)", "TMPDIR": workplace.temporary.path,
                "MEMBUDGET_CACHE": workplace.directory.path("cache"), "NO_COLOR": "1",
                "COLUMNS": "130",
            ]
        }

        @Test("Every option of ours in a command that isn't run is one that the program has")
        func options() async throws {
            let workplace = try Workplace()
            for name in Self.names {
                for command in Walkthrough(Self.text(name)).unrun {
                    let words = command.text.split { $0 == " " || $0 == "\n" }.map(String.init)
                    guard let start = words.lastIndex(of: "membudget"), start + 1 < words.count
                    else { continue }
                    let help = try await workplace.membudget(words[start + 1], "--help")
                    let options = words[start...].prefix { $0 != "--" }.filter {
                        $0.hasPrefix("--")
                    }
                    let unknown = options.filter { !help.standardOutput.contains($0) }
                    #expect(
                        help.status == 0 && unknown.isEmpty, "\(name):\(command.line): \(unknown)")
                }
            }
        }
    }
}

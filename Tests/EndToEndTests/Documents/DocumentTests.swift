import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The documents with commands to type: each is followed in a new folder, in order.
    @Suite struct Documents {
        /// The paths of the documents with a console block, from the root.
        static let names = (["README.md"] + documents).filter { text($0).contains("```console\n") }

        private static let documents =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Documentation"))?
            .sorted()
            .filter { $0.hasSuffix(".md") }.map { "Documentation/\($0)" } ?? []

        private static let root = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../..").standardized.path

        private static func text(_ name: String) -> String {
            (try? String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)) ?? ""
        }

        @Test("The documents with commands to type are found")
        func found() {
            let expected = [
                "Comparison", "Containers", "FAQ", "Kubernetes", "ReadingTheTable", "Scenarios",
                "Tutorial",
            ].map { "Documentation/\($0).md" }
            #expect(Set(["README.md"] + expected).isSubset(of: Self.names), "\(Self.names)")
        }

        @Test("Each command in them is run, or has a reason not to be", arguments: names)
        func problems(_ name: String) {
            let problems = Walkthrough(Self.text(name)).problems
            #expect(problems.isEmpty, "\(name): \(problems)")
        }

        @Test("The commands do and print what the document says", arguments: names)
        func runs(_ name: String) async throws {
            let text = Self.text(name)
            let walkthrough = Walkthrough(text)
            let workplace = try Workplace()
            let folder = workplace.directory.path("work")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            for needed in walkthrough.neededFolders {
                try FileManager.default.copyItem(
                    atPath: "\(Self.root)/\(needed)", toPath: "\(folder)/\(needed)")
            }
            let failures = try await walkthrough.failures(
                in: folder,
                environment: try environment(of: workplace, columns: Self.columns(of: name)))
            if ProcessInfo.processInfo.environment["MEMBUDGET_UPDATE_GOLDEN"] != nil {
                try Walkthrough.updated(text, by: failures)
                    .write(toFile: "\(Self.root)/\(name)", atomically: true, encoding: .utf8)
            } else {
                let list = failures.map(\.description).joined(separator: "\n")
                #expect(
                    failures.isEmpty,
                    "\(name): \(list)\nMEMBUDGET_UPDATE_GOLDEN=1 rewrites it")
            }
        }

        /// The width of the terminal whose output a document shows.
        private static func columns(of name: String) -> Int {
            name == "README.md" ? 100 : 130
        }

        /// The products come first, then the programs of the system, because other folders may
        /// contain wrapper scripts, which would be measured too.
        private func environment(of workplace: Workplace, columns: Int) throws -> [String: String] {
            let program = try Products.path("membudget")
            let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            return [
                "PATH": "\(folder):/usr/bin:/bin:\(path)", "TMPDIR": workplace.temporary.path,
                "MEMBUDGET_CACHE": workplace.directory.path("cache"), "NO_COLOR": "1",
                "COLUMNS": "\(columns)",
            ]
        }

        @Test("Every option of membudget in a command that isn't run exists")
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

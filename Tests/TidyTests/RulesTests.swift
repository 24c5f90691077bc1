import Testing

/// Each rule is given an example that violates it, and a similar one that doesn't.
@Suite("Ability of the rules to fail")
struct RulesTests {
    private func sample(_ text: String, path: String = "Sources/Sample.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    private func function(ofLines count: Int) -> String {
        (["func long() {"] + Array(repeating: "    step()", count: count - 2) + ["}"])
            .joined(separator: "\n")
    }

    @Test("A function of 71 lines is too long; one of 70 is not")
    func functionLength() {
        #expect(Rules.lengths(of: sample(function(ofLines: 70))).isEmpty)
        let findings = Rules.lengths(of: sample("\n" + function(ofLines: 71)))
        #expect(findings.map(\.line) == [2])
        #expect(findings.first?.message == "long has 71 lines; 70 are the most")
    }

    @Test("A C function of 71 lines is too long")
    func functionLengthInC() {
        let body = Array(repeating: "    step();", count: 69).joined(separator: "\n")
        let file = sample("int main(void) {\n\(body)\n}\n", path: "Sources/sample.c")
        #expect(Rules.lengths(of: file).map(\.message) == ["main has 71 lines; 70 are the most"])
    }

    @Test("A file of 401 lines is too long; one of 400 is not")
    func fileLength() {
        #expect(Rules.lengths(of: sample(String(repeating: "\n", count: 400))).isEmpty)
        #expect(Rules.lengths(of: sample(String(repeating: "\n", count: 401))).count == 1)
    }

    @Test("A reminder is found anywhere")
    func reminders() {
        #expect(Rules.reminders(in: sample("let a = 1\n// TO" + "DO: b")).map(\.line) == [2])
        #expect(Rules.reminders(in: sample("// FIX" + "ME")).count == 1)
    }

    @Test("A forced try is found in code, but not in comments or strings")
    func forcedTries() {
        #expect(Rules.forcedTries(in: sample("let a = try! b()")).map(\.line) == [1])
        #expect(Rules.forcedTries(in: sample("// try! b()\nlet a = \"try!\"")).isEmpty)
    }

    @Test("An unchecked promise needs a comment on its line or the one before")
    func uncheckedSendable() {
        let promise = "final class C: @unchecked Sendable {}"
        #expect(Rules.uncheckedSendable(in: sample(promise)).map(\.line) == [1])
        #expect(Rules.uncheckedSendable(in: sample("// Why.\n\n" + promise)).map(\.line) == [3])
        #expect(Rules.uncheckedSendable(in: sample("// Locked.\n" + promise)).isEmpty)
        #expect(Rules.uncheckedSendable(in: sample(promise + " // Locked.")).isEmpty)
    }

    @Test("A path of one machine is found; a part of another path is not")
    func privatePaths() {
        let path = "/" + "home/someone/file"
        #expect(Rules.privatePaths(in: sample("open(\"\(path)\")")).count == 1)
        #expect(Rules.privatePaths(in: sample("see ~\(path) and \(path)")).count == 1)
        #expect(Rules.privatePaths(in: sample("cache\(path), frame/work/x, $X\(path)")).isEmpty)
    }

    @Test("The host of a registry is found")
    func registries() {
        let host = ["pypi", "org"].joined(separator: ".")
        #expect(Rules.registries(in: sample("https://\(host)/simple")).count == 1)
        #expect(Rules.registries(in: sample("https://example.org")).isEmpty)
    }

    @Test("Imports are read with their attributes, kinds and access levels")
    func imports() {
        let text = """
            import A
            @testable import B // import Not
            package import struct C.Thing
            @preconcurrency package import D
            let text = "import E"
            let value = important.import
            """
        let expected = [("A", 1), ("B", 2), ("C", 3), ("D", 4)]
        let found = Imports.imports(of: sample(text))
        #expect(found == expected.map { Imports.Import(module: $0.0, line: $0.1) })
    }

    @Test(
        "An import that is not on the list is found",
        arguments: [
            ("MemoryBudget", "Glibc", 1), ("Harness", "CSVIngest", 1), ("Harness", "Yams", 1),
            ("CSVIngest", "Harness", 1), ("PipelineKit", "Foundation", 1), ("Harness", "CLinux", 0),
            ("Reports", "Foundation", 0), ("PipelineKit", "FoundationEssentials", 0),
        ])
    func importFindings(_ target: String, _ module: String, _ count: Int) {
        #expect(Imports.findings(in: sample("import \(module)"), of: target).count == count)
    }

    @Test("A difference between the manifest and the list is found in either direction")
    func arrows() {
        let targets = [
            target("Harness", ["MemoryBudget", "CSVIngest"]), target("Unheard", []),
            target("CSVIngest", ["GRDB"]),
        ]
        let listed: [String: Set<String>] = [
            "Harness": ["MemoryBudget", "Yams"], "CSVIngest": ["GRDB"], "Gone": [],
        ]
        #expect(
            Arrows.findings(in: targets, listed: listed).map(\.message) == [
                "there is no target Gone: remove it from Arrows.swift",
                "Harness depends on CSVIngest",
                "Harness doesn't depend on Yams: remove it from Arrows.swift",
                "say in Arrows.swift what Unheard may import",
            ])
        #expect(
            Arrows.reached(from: "Harness", in: targets) == ["MemoryBudget", "CSVIngest", "GRDB"])
    }

    @Test("A dependency that no file imports is found, but not for a C target")
    func unusedDependencies() {
        let harness = target("Harness", ["MemoryBudget", "CLinux"])
        let files = [sample("import MemoryBudget"), sample("let a = 1")]
        #expect(
            Imports.unused(in: files, of: harness).map(\.message)
                == ["Harness depends on CLinux, but never imports it"])
        let c = [sample("int a;", path: "Sources/sample.c")]
        #expect(Imports.unused(in: c, of: harness).isEmpty)
    }

    @Test("A file that is exempt from a rule that it doesn't violate is found")
    func unusedExcuses() {
        let path = Arrows.foundationFiles.sorted()[0]
        func found(_ text: String) -> [String] {
            Imports.unusedExcuses(in: [sample(text, path: path)]).map(\.path)
        }
        #expect(found("import GRDB").contains(path))
        #expect(!found("import Foundation").contains(path))
    }

    private func target(_ name: String, _ dependencies: [String]) -> Arrows.Target {
        Arrows.Target(
            name: name, path: "Sources/\(name)", type: "library", targetDependencies: dependencies)
    }
}

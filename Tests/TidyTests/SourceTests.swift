import Testing

/// The repository itself. `RulesTests` shows that each rule is able to fail.
@Suite("Rules for source files")
struct SourceTests {
    @Test("The tests read the whole repository")
    func tree() throws {
        let paths = Set(try SourceTree.files().map(\.path))
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Makefile"))
        #expect(paths.contains("Sources/CAgent/agent.c"))
        #expect(paths.contains("Tests/TidyTests/SourceTests.swift"))
        #expect(!paths.contains { $0.hasPrefix(".build") || $0.hasPrefix(".git/") })
    }

    @Test("No file has more than 400 lines, no function more than 70")
    func lengths() throws {
        expectNone(try SourceTree.code().flatMap(Rules.lengths))
    }

    @Test("No work is left for later in the source")
    func reminders() throws {
        expectNone(try SourceTree.files().flatMap(Rules.reminders))
    }

    @Test("No error is hidden by a forced try")
    func forcedTries() throws {
        expectNone(try SourceTree.code().filter(\.isSwift).flatMap(Rules.forcedTries))
    }

    @Test("Every unchecked promise to the compiler has a reason next to it")
    func uncheckedSendable() throws {
        expectNone(try SourceTree.code().filter(\.isSwift).flatMap(Rules.uncheckedSendable))
    }

    @Test("No file contains a path of one machine")
    func privatePaths() throws {
        expectNone(try SourceTree.files().flatMap(Rules.privatePaths))
    }

    @Test("No file contains the host of a registry")
    func registries() throws {
        expectNone(try SourceTree.files().flatMap(Rules.registries))
    }
}

func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    let list = findings.map(\.description).joined(separator: "\n")
    #expect(findings.isEmpty, "\n\(list)", sourceLocation: sourceLocation)
}

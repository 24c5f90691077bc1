import Foundation
import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The library of scenario files")
struct LibraryTests {
    @Test("Scenarios are listed ungrouped first, then by group and name")
    func listing() throws {
        try withFolder([
            "b.yaml": "", "a.yml": "", "examples/z.yaml": "", "examples/deep/c.yaml": "",
            ".hidden.yaml": "", "notes.txt": "", "examples/run.py": "",
        ]) { folder in
            let library = ScenarioLibrary(directories: [folder, "\(folder)/missing"])
            let entries = try library.entries()
            #expect(entries.map(\.qualifiedName) == ["a", "b", "examples/deep/c", "examples/z"])
            #expect(entries.map(\.name) == ["a", "b", "c", "z"])
            #expect(entries.last?.path == "\(folder)/examples/z.yaml")
        }
    }

    @Test("A scenario is found by name, by group and name, and by path")
    func finding() throws {
        try withFolder(["examples/nap.yaml": "scenario: nap\ncommand: [sleep, 1]"]) { folder in
            let library = ScenarioLibrary(directories: [folder])
            let path = "\(folder)/examples/nap.yaml"
            for request in ["nap", "examples/nap", path] {
                let scenario = try library.scenario(request)
                #expect(scenario.name == "nap")
                #expect(scenario.path == path)
            }
        }
    }

    @Test("For an unknown scenario, the nearest name is suggested")
    func notFound() throws {
        try withFolder(["csv-ingest.yaml": ""]) { folder in
            let library = ScenarioLibrary(directories: [folder])
            for request in ["csv-ingst", "\(folder)/csv-ingst.yaml", folder] {
                let error = try #require(throws: ScenarioFileError.self) {
                    try library.scenario(request)
                }
                #expect(error.code == .notFound)
                #expect(error.description.hasPrefix("no scenario '\(request)' in \(folder)"))
                let isFar = request == folder
                #expect(
                    error.description.contains("did you mean 'csv-ingest'?") == !isFar,
                    "\(error)")
                #expect(error.description.contains("'membudget list'") == isFar)
            }
        }
    }

    @Test("A folder, given by name or path, stands for the files directly in it")
    func folders() throws {
        func nap(_ name: String) -> String { "scenario: \(name)\ncommand: [sleep, 1]" }
        let files = [
            "full/b.yaml": nap("b"), "full/a.yaml": nap("a"), "full/deep/c.yaml": nap("c"),
            "d.yaml": nap("d"), "empty/readme.txt": "",
        ]
        try withFolder(files) { folder in
            let library = ScenarioLibrary(directories: [folder])
            for request in ["full", "\(folder)/full", "\(folder)/full/"] {
                let scenarios = try library.scenarios([request, "d"])
                #expect(scenarios.map(\.name) == ["a", "b", "d"])
                #expect(scenarios.first?.path == "\(folder)/full/a.yaml")
            }
            let error = try #require(throws: ScenarioFileError.self) {
                try library.scenarios(["\(folder)/empty"])
            }
            #expect(error.message.contains("contains no scenario"))
        }
    }

    @Test("The mistakes in all files of a folder are reported together")
    func mistakesInFolder() throws {
        try withFolder(["full/a.yaml": "scenario: a", "full/b.yaml": "scenario: b"]) { folder in
            let library = ScenarioLibrary(directories: [folder])
            let error = try #require(throws: InvalidScenario.self) {
                try library.scenarios(["full"])
            }
            #expect(error.diagnostics.map(\.file).map { $0.suffix(6) } == ["a.yaml", "b.yaml"])
        }
    }

    @Test("The name of two files is ambiguous; their paths are not")
    func ambiguous() throws {
        let text = "scenario: nap\ncommand: [sleep, 1]"
        try withFolder(["a/nap.yaml": text, "b/nap.yaml": text]) { folder in
            let library = ScenarioLibrary(directories: [folder])
            let error = try #require(throws: ScenarioFileError.self) {
                try library.scenario("nap")
            }
            #expect(error.code == .ambiguous)
            #expect(error.message.contains("a/nap.yaml or \(folder)/b/nap.yaml"))
            #expect(try library.scenario("b/nap").name == "nap")
        }
    }

    @Test("The name in a file must be that of the file, unless it is given by its path")
    func nameMismatch() throws {
        try withFolder(["nap.yaml": "scenario: rest\ncommand: [sleep, 1]"]) { folder in
            let library = ScenarioLibrary(directories: [folder])
            let error = try #require(throws: InvalidScenario.self) { try library.scenario("nap") }
            #expect(
                error.description == """
                    \(folder)/nap.yaml:1:11: error: the scenario is named 'rest', but its file \
                    'nap'; did you mean 'nap'?
                        scenario: rest
                                  ^
                    """)
            let elsewhere = ScenarioLibrary(directories: [])
            #expect(try elsewhere.scenario("\(folder)/nap.yaml").name == "rest")
        }
    }

    @Test("The mistakes of several files are reported together")
    func several() throws {
        let files = ["b.yaml": "trials: 1", "a.yaml": "trials: 2", "c.yaml": "scenario: [x]"]
        try withFolder(files) { folder in
            let library = ScenarioLibrary(directories: [folder])
            let error = try #require(throws: InvalidScenario.self) {
                try library.scenarios(["c", "b", "a"])
            }
            let names = error.diagnostics.map { URL(fileURLWithPath: $0.file).lastPathComponent }
            #expect(names == ["a.yaml", "a.yaml", "b.yaml", "b.yaml", "c.yaml", "c.yaml"])
        }
    }

    @Test("Bytes that are not UTF-8 are reported at their position")
    func invalidText() throws {
        try withFolder([:]) { folder in
            let path = "\(folder)/x.yaml"
            let bytes = Array("scenario: x\nabout: é".utf8) + [0xFF, 0x0A]
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: InvalidScenario.self) {
                try ScenarioLibrary(directories: []).scenario(path)
            }
            #expect(error.description.hasPrefix("\(path):2:9: error: not valid UTF-8\n"))
        }
    }

    @Test("The folder of a scenario is absolute, however its file was named")
    func folder() throws {
        let current = FileManager.default.currentDirectoryPath
        var scenario = try scenario(command("[true]"))
        #expect(scenario.folder == current)
        for path in ["Scenarios/examples/x.yaml", "./Scenarios/../Scenarios/examples/x.yaml"] {
            scenario.path = path
            #expect(scenario.folder == "\(current)/Scenarios/examples")
        }
        scenario.path = "/a b/é/x.yaml"
        #expect(scenario.folder == "/a b/é")
        scenario.path = ""
        #expect(scenario.folder == current)
    }

    @Test("A cycle of links is not followed forever")
    func links() throws {
        try withFolder(["a.yaml": ""]) { folder in
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/again", withDestinationPath: folder)
            let entries = try ScenarioLibrary(directories: [folder]).entries()
            #expect(entries.first?.qualifiedName == "a")
            #expect(entries.count < 20)
        }
    }
}

/// Runs a body with a new folder that contains the given files, and removes it.
func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("scenarios-\(UUID())")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    for (name, text) in files {
        let file = folder.appendingPathComponent(name)
        try manager.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
}

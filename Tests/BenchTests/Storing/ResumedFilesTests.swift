import Foundation
import Harness
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Files that must be unchanged when a run is resumed")
struct ResumedFilesTests {
    private let elsewhere: TemporaryDirectory

    init() throws {
        elsewhere = try TemporaryDirectory()
    }

    /// Creates a place with a scenario of a script that gets the strategy as an option.
    private func scripted() throws -> Workplace {
        try elsewhere.write("print('one')", to: "import.py")
        try elsewhere.write("[fast]", to: "fast.ini")
        try elsewhere.write("#!/bin/sh", to: "run-it")
        return try Workplace(
            """
            scenario: rows
            command:
              - \(elsewhere.path("run-it"))
              - \(elsewhere.path("import.py"))
              - --config=\(elsewhere.path("{strategy}.ini"))
              - "{scale}"
            scales: [10, 100]
            budget: { peak-rss: 16MiB }
            trials: 2
            strategies:
              fast: { }
              slow: { }
            """)
    }

    /// Resumes a run that was stopped after its first trial, after a change, and returns the error.
    private func refusal(
        of place: Workplace, after change: () throws -> Void,
        _ settings: (inout BenchSettings) -> Void = { _ in }
    ) async throws -> String? {
        place.system.stop(after: 1)
        _ = try await place.run(settings)
        place.system.stop(after: nil)
        let journal = try place.text("run/trials.jsonl")
        try change()
        do {
            let record = try await place.run(resuming: true, settings).record
            #expect(record.finishedAt != nil)
            return nil
        } catch let error as BenchError {
            #expect(error.code == .failed(.usage))
            #expect(try place.text("run/trials.jsonl") == journal)
            return error.description
        }
    }

    @Test("Unchanged, touched and copied files are the same files")
    func same() async throws {
        #expect(try await refusal(of: scripted(), after: {}) == nil)
        let touched = try await refusal(of: scripted()) {
            try elsewhere.write("print('one')", to: "import.py")
        }
        #expect(touched == nil)
    }

    @Test(
        "A script, a file within an option and the program are identified by their content",
        arguments: ["import.py", "fast.ini", "run-it"])
    func changed(name: String) async throws {
        let place = try scripted()
        let words = try await refusal(of: place) {
            // The length is the same as before.
            let length = try Data(contentsOf: URL(filePath: elsewhere.path(name))).count
            try elsewhere.write(String(repeating: "x", count: length), to: name)
        }
        let role = name == "run-it" ? "the program" : "the file"
        let path = elsewhere.path(name)
        #expect(words?.contains("'rows': \(role) '\(path)' has different content") == true)
        #expect(words?.contains("start another run") == true)
        // No options can resume the run.
        #expect(words?.contains("to resume it") == false)
    }

    @Test("A deleted script is missing; a file that didn't exist before is the run's own")
    func goneAndNew() async throws {
        let gone = try await refusal(of: scripted()) {
            try FileManager.default.removeItem(atPath: elsewhere.path("import.py"))
        }
        #expect(gone?.contains("the file '\(elsewhere.path("import.py"))' is missing") == true)
        let new = try await refusal(of: scripted()) {
            try elsewhere.write("[slow]", to: "slow.ini")
        }
        #expect(new == nil)
    }

    @Test("Another worker is rejected, even by a finished run")
    func worker() async throws {
        let path = try elsewhere.write("build 1", to: "membudget-worker")
        let workers = WorkerSet(entries: [try FakeWorker.entry(at: path)])
        let place = try Workplace(workers: workers)
        let words = try await refusal(of: place) {
            try elsewhere.write("build 2", to: "membudget-worker")
        }
        #expect(words?.contains("'rows': the worker '\(path)' has different content") == true)
        try elsewhere.write("build 1", to: "membudget-worker")
        #expect(try await place.run(resuming: true).record.finishedAt != nil)
        try elsewhere.write("build 3", to: "membudget-worker")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true)
        }
        #expect(error?.code == .failed(.usage))
    }

    @Test("The user's own file is identified by its content, not its number of rows")
    func input() async throws {
        let own = try elsewhere.write("a,b\n1,2\n", to: "own.csv")
        let changed = try await refusal(of: try Workplace()) {
            try elsewhere.write("a,b\n1,3\n", to: "own.csv")
        } _: {
            $0.selection.input = own
        }
        #expect(changed?.contains("the input '\(own)' has different content") == true)
    }

    @Test("A run of an earlier membudget, whose plan has no files, is resumed")
    func earlier() async throws {
        let words = try await { place in
            try await refusal(of: place) {
                let directory = try RunDirectory(reading: place.path("run"))
                var record = try directory.record()
                record.plan?.scenarios[0].files = nil
                try directory.write(record)
                try elsewhere.write("print('two')", to: "import.py")
            }
        }(try scripted())
        #expect(words == nil)
    }

    @Test("A plan has each file once, with its digest and stamp")
    func recorded() async throws {
        let place = try scripted()
        let plan = try await place.run { $0.timeLimit = .zero }.record.plan
        let files = plan?.scenarios.first?.files ?? []
        #expect(files.map(\.role) == [.program, .argument, .argument])
        #expect(
            files.map(\.path)
                == ["run-it", "fast.ini", "import.py"].map { elsewhere.path($0) })
        #expect(files.allSatisfy { $0.digest?.count == 32 && $0.bytes > 0 && $0.build == .head })
    }
}

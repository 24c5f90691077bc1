import Foundation
import Harness
import MemoryBudget
import Reports
import RunStore
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench

@Suite("A base that is a checkout of the same tree")
struct BaseBuildTests {
    static let job = #"""
        scenario: rows
        command: [python3, "{here}/job.py", "--config={here}/job.ini"]
        budget: { peak-rss: 64MiB }
        trials: 4
        """#

    /// A head with its files in a tree of its own, and a base in another.
    struct Trees {
        let head: Workplace
        let base: TemporaryDirectory

        init(
            _ text: String = job, head files: [String] = ["job.py", "job.ini"],
            base baseFiles: [String] = [".git/HEAD", "job.py", "job.ini"],
            law: @escaping FakeSystem.Law = Workplace.law
        ) throws {
            head = try Workplace(text, law: law)
            base = try TemporaryDirectory()
            for name in files + [".git/HEAD"] { try head.directory.write("", to: name) }
            for name in baseFiles { try base.write("", to: name) }
        }

        func build(_ change: (inout BenchSettings) -> Void = { _ in }) async throws -> BaseBuild {
            try await BaseBuild(base.path, for: head.bench(change).requests, on: head.system)
        }

        func error() async throws -> BenchError {
            let error = await #expect(throws: BenchError.self) { try await build() }
            return try #require(error)
        }
    }

    @Test("{here} is the same folder in the checkout, and nothing else changes")
    func here() async throws {
        let trees = try Trees()
        let request = try #require(try trees.head.bench().requests.first)
        let base = try #require(request.base(in: try await trees.build()))
        let cell = try #require(base.cells.first)
        let folder = trees.base.path
        #expect(
            base.commandWords(of: cell)
                == ["python3", "\(folder)/job.py", "--config=\(folder)/job.ini"])
        #expect(base.build == .base && base.scenario.name == "rows@base")
        #expect(base.libexec == request.libexec && base.scenario.trialFolder == nil)
    }

    /// Creates trees with a scenario in a nested folder, which starts its trials in a third folder.
    private func deepTrees() throws -> (Trees, (inout BenchSettings) -> Void) {
        let trees = try Trees(base: ["memory/bench/rows.yaml", "memory/job.py", "memory/work/x"])
        try trees.head.directory.write(
            """
            scenario: rows
            command: [python3, "{here}/../job.py"]
            cwd: ../work
            """, to: "memory/bench/rows.yaml")
        for name in ["job.py", "work/x"] {
            try trees.head.directory.write("", to: "memory/\(name)")
        }
        let path = trees.head.path("memory/bench/rows.yaml")
        return (trees, { $0.scenarios = [path] })
    }

    @Test("A scenario in a subfolder runs in that folder of the checkout, and with its cwd")
    func subfolder() async throws {
        let (trees, choose) = try deepTrees()
        // Without a .git, the checkout is recognized by the scenario's file.
        let build = try await trees.build(choose)
        let base = try #require(try trees.head.bench(choose).requests.first?.base(in: build))
        #expect(base.scenario.folder == trees.base.path("memory/bench"))
        #expect(base.scenario.trialFolder == trees.base.path("memory/bench/../work"))
    }

    @Test("A folder that the base lacks is named, whether of the trials or of the scenario")
    func missingFolder() async throws {
        let (trees, choose) = try deepTrees()
        try trees.base.write("", to: ".git/HEAD")
        try FileManager.default.removeItem(atPath: trees.base.path("memory/work"))
        let error = await #expect(throws: BenchError.self) { try await trees.build(choose) }
        #expect(error?.code == .failed(.noInput))
        #expect(error?.description.contains("in which 'rows' starts its trials") == true)
        try FileManager.default.removeItem(atPath: trees.base.path("memory"))
        let absent = await #expect(throws: BenchError.self) { try await trees.build(choose) }
        #expect(absent?.code == .failed(.noInput))
        #expect(
            absent?.description
                == "--against: the checkout \(trees.base.path) has no folder"
                + " \(trees.base.path("memory/bench")), where 'rows' would be")
    }

    @Test("A script that the base lacks is named if it is all there is to run")
    func missingScript() async throws {
        let trees = try Trees(base: [".git/HEAD", "job.ini"])
        let error = try await trees.error()
        #expect(error.code == .failed(.unavailable))
        #expect(
            error.description
                == "--against: the base has no \(trees.base.path("job.py")), which 'command' of 'rows'"
                + " runs; build it there first, or omit --against", "\(error)")
    }

    @Test("A missing program of the tree is named; a missing output of the command is not")
    func missingProgram() async throws {
        let program = """
            scenario: rows
            command: ["{here}/bin/job", "{here}/out.db"]
            """
        let files = ["bin/job", "out.db"]
        let error = try await Trees(program, head: files, base: [".git/HEAD", "out.db"]).error()
        #expect(error.description.contains("/bin/job, which 'command' of 'rows' runs"), "\(error)")
        let trees = try Trees(program, head: files, base: [".git/HEAD", "bin/job"])
        let base = try trees.head.bench().requests.first?.base(in: try await trees.build())
        #expect(base?.cells.count == 1)
    }

    @Test("A strategy that the base lacks is new, and the others are compared")
    func newStrategy() async throws {
        let text = """
            scenario: rows
            command: [python3, "{here}/{strategy}.py"]
            budget: { peak-rss: 64MiB }
            trials: 4
            strategies: { old: {}, added: {} }
            """
        let trees = try Trees(
            text, head: ["old.py", "added.py"], base: [".git/HEAD", "old.py"]
        ) { .holding(mebibytes: $0.build == .head ? 24 : 8) }
        let gated = try await trees.head.gate { $0.against = trees.base.path }
        #expect(gated.status == .regressed)
        #expect(gated.results(.baseline).sorted { "\($0)" < "\($1)" } == [.new, .regressed])
        let trials = trees.head.system.trials.filter { $0.build == .base }
        #expect(Set(trials.map(\.cell.strategy)) == ["old"])
        let files = try #require(gated.measured.record.plan?.scenarios.first?.files)
        #expect(
            files.filter { $0.build == .base && $0.role == .argument }.map(\.path)
                == [trees.base.path("old.py")])
    }

    @Test("The tree in use is rejected, by any path, and so is a command that would be the same")
    func inUse() async throws {
        let trees = try Trees()
        let requests = try trees.head.bench().requests
        try FileManager.default.createSymbolicLink(
            atPath: trees.base.path("link"), withDestinationPath: trees.head.directory.path)
        for path in [trees.head.directory.path, trees.base.path("link")] {
            let error = await #expect(throws: BenchError.self) {
                try await BaseBuild(path, for: requests, on: trees.head.system)
            }
            #expect(error?.code == .failed(.usage))
            #expect(error?.description.contains("is the checkout in use") == true)
        }
        let same = try await Trees("scenario: rows\ncommand: [sleep, '1']").error()
        #expect(same.code == .failed(.usage))
        #expect(
            same.description.contains("'rows' would run the same files for both builds"), "\(same)")
    }

    @Test("A pipeline needs the workers that were built in the checkout")
    func workers() async throws {
        let trees = try Trees(Workplace.scenario)
        let error = try await trees.error()
        #expect(error.code == .failed(.unavailable))
        #expect(
            error.description
                == "--against: \(trees.base.path)/.build/release has no worker with pipeline 'fake';"
                + " build the base first")
        let checkout = BaseCheckout(trees.base.path)
        let workers = WorkerFolder(path: "/base", set: WorkerSet(entries: [try FakeWorker.entry()]))
        let build = BaseBuild(checkout, workers: workers)
        let base = try trees.head.bench().requests.first?.base(in: build)
        #expect(base?.worker != nil && base?.cells.isEmpty == false)
    }

    @Test("A scenario outside of any tree has no counterpart in a checkout")
    func noTree() async throws {
        let trees = try Trees()
        try FileManager.default.removeItem(atPath: trees.head.path(".git"))
        let error = try await trees.error()
        #expect(error.code == .failed(.usage))
        #expect(error.description.contains("which is neither in a git"), "\(error)")
    }
}

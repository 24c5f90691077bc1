import Glibc
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Locations of runs")
struct RunPlaceTests {
    private let place: Workplace
    private var root: String { place.path("runs") }

    init() throws {
        place = try Workplace()
    }

    /// Creates a run that a command began and did not finish, changed this many seconds from now.
    private func begin(_ name: String, by command: String, at seconds: Int = 0) async throws {
        _ = try await place.run(into: "runs/\(name)") {
            $0.timeLimit = .zero
            $0.commandLine = ["membudget", command]
        }
        let time = timeval(tv_sec: Glibc.time(nil) + seconds, tv_usec: 0)
        #expect(utimes("\(root)/\(name)/run.json", [time, time]) == 0)
    }

    private func newest(of command: String) throws -> RunPlace {
        try RunPlace(resuming: nil, command: command, below: root)
    }

    @Test("A new run has its own folder, and rejects an existing one")
    func new() {
        let named = RunPlace(new: "here")
        #expect(named.path == "here" && named.existing == .refuse && named.earlier == nil)
        let unnamed = RunPlace(new: nil)
        #expect(unnamed.path.hasPrefix(".membudget/runs/"))
        #expect(unnamed.path.hasSuffix("-\(getpid())"))
    }

    @Test("Without a path, the newest unfinished run of the same command is resumed")
    func newest() async throws {
        try await begin("old", by: "bench", at: -100)
        try await begin("other", by: "bench", at: 100)
        try await begin("gate", by: "gate", at: 200)
        _ = try await place.run(into: "runs/finished")
        let found = try newest(of: "bench")
        #expect(found.path == "\(root)/other" && found.existing == .resume)
        #expect(found.earlier?.commandLine == ["membudget", "bench"])
        #expect(try newest(of: "gate").path == "\(root)/gate")
    }

    @Test("Without an unfinished run there is nothing to resume")
    func none() async throws {
        let words = "there is no unfinished run below \(root) of 'bench'; name one with"
        func refusal() -> BenchError? {
            #expect(throws: BenchError.self) { try newest(of: "bench") }
        }
        #expect(refusal()?.code == .failed(.usage))
        #expect(refusal()?.description.hasPrefix(words) == true)
        try await begin("gate", by: "gate")
        _ = try await place.run(into: "runs/finished")
        #expect(refusal()?.description.hasPrefix(words) == true)
    }

    @Test("If no run has begun, a new one starts")
    func nothingYet() throws {
        let empty = try RunPlace(resuming: place.path("run"), command: "bench")
        #expect(empty.existing == .resume && empty.earlier == nil)
    }

    @Test("A journal without a record can be resumed")
    func emptyJournal() throws {
        try place.directory.write("", to: "run/trials.jsonl")
        #expect(try RunPlace(resuming: place.path("run"), command: "bench").earlier == nil)
    }
}

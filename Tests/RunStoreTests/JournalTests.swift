import Glibc
import MemoryBudget
import Testing

@testable import RunStore

@Suite("The journal of a run")
struct JournalTests {
    let scratch: Scratch
    let directory: RunDirectory

    init() throws {
        scratch = try Scratch()
        directory = try RunDirectory(creating: scratch.path + "/run")
    }

    private func append(_ trials: Observation...) throws {
        var journal = try directory.openJournal()
        for trial in trials { try journal.append(trial) }
    }

    @Test("Appended trials are read back, bit for bit, across openings")
    func roundTrip() throws {
        try append(.complete, .sample(index: 1))
        try append(.sample(index: 2))
        let contents = try directory.trials()
        #expect(contents.observations == [.complete, .sample(index: 1), .sample(index: 2)])
        #expect(contents.torn == nil && contents.problems.isEmpty)
        #expect(try scratch.read("run/trials.jsonl").split(separator: "\n").count == 3)
    }

    @Test("A run without a journal has no trials")
    func absent() throws {
        #expect(try directory.trials().observations.isEmpty)
    }

    @Test("An incomplete last line is reported, and everything before it is kept")
    func torn() throws {
        try append(.sample(index: 0), .sample(index: 1))
        let text = try scratch.read("run/trials.jsonl")
        try scratch.write(String(text.dropLast(40)), to: "run/trials.jsonl")
        let contents = try directory.trials()
        #expect(contents.observations == [.sample(index: 0)])
        #expect(contents.problems.isEmpty)
        #expect(contents.torn?.line == 2)
        #expect(contents.torn?.file == directory.path + "/trials.jsonl")
    }

    @Test(
        "A journal cut anywhere gives a prefix of its trials, and no problem but the torn line")
    func cutAnywhere() throws {
        let line = try Observation.complete.jsonLine()
        let bytes = line + line
        for length in 0...bytes.count {
            let contents = JournalContents(parsing: Array(bytes.prefix(length)), path: "j")
            // A line that lacks only its line end is complete.
            #expect(contents.observations.count == (length + 1) / line.count)
            let rest = length % line.count
            #expect((contents.torn == nil) == (rest == 0 || rest == line.count - 1))
            #expect(contents.problems.isEmpty)
        }
    }

    @Test("Resuming after a kill cuts off the torn line before the next trial")
    func resumeAfterTear() throws {
        try append(.sample(index: 0))
        let whole = try scratch.read("run/trials.jsonl")
        try scratch.write(whole + whole.prefix(20), to: "run/trials.jsonl")
        try append(.sample(index: 1))
        let contents = try directory.trials()
        #expect(contents.observations == [.sample(index: 0), .sample(index: 1)])
        #expect(contents.torn == nil && contents.problems.isEmpty)
    }

    @Test("A last trial that lacks only its line end is kept, and gets one")
    func resumeWithoutLineEnd() throws {
        try append(.sample(index: 0), .sample(index: 1))
        let whole = try scratch.read("run/trials.jsonl")
        try scratch.write(String(whole.dropLast()), to: "run/trials.jsonl")
        _ = try directory.openJournal()
        #expect(try scratch.read("run/trials.jsonl") == whole)
    }

    @Test("Any other bad line is a diagnostic with its position, and the rest is read")
    func badLines() throws {
        try append(.sample(index: 0))
        let good = try scratch.read("run/trials.jsonl")
        let bad = good.replacing("\"kind\":\"measured\",", with: "")
        let odd = good.replacing("\"completed\"", with: "\"exploded\"")
        try scratch.write("\u{1}nonsense\n\(good)\(bad)\n\(odd)\(good)", to: "run/trials.jsonl")
        let contents = try directory.trials()
        #expect(contents.observations.count == 2)
        #expect(contents.problems.map(\.line) == [1, 3, 4, 5])
        #expect(contents.problems[0].message == "this line is not a trial: it is not JSON")
        #expect(contents.problems[0].source == "\u{FFFD}nonsense")
        #expect(contents.problems[1].message == "this line is not a trial: 'kind' is missing")
        #expect(contents.problems[3].message.contains("'outcome'"))
    }

    @Test("A line with an impossible figure is not a trial, and its position is named")
    func impossibleFigures() throws {
        try append(.sample(index: 0))
        let good = try scratch.read("run/trials.jsonl")
        for (key, value) in [
            ("\"peak_rss_bytes\":10485760", "\"peak_rss_bytes\":-5"),
            ("\"peak_rss_bytes\":10485760", "\"peak_rss_bytes\":0"),
            ("\"wall_ns\":500000000", "\"wall_ns\":-1"),
            ("\"units\":1000", "\"units\":-1000"),
            ("\"peak_rss_bytes\":10485760", "\"peak_rss_bytes\":1e40"),
        ] {
            let bad = good.replacing(key, with: value)
            #expect(bad != good)
            try scratch.write(bad, to: "run/trials.jsonl")
            // It is still a run, and reports its problem.
            let error = #expect(throws: RunStoreError.self) {
                _ = try RunDirectory(reading: scratch.path + "/run").observations()
            }
            #expect(error?.code == .damaged && error?.exitStatus == .invalidScenario)
            #expect(error?.path.hasSuffix("/trials.jsonl:1") == true)
        }
    }

    @Test("A journal takes only one writer")
    func inUse() throws {
        let journal = try directory.openJournal()
        let error = #expect(throws: RunStoreError.self) {
            _ = try directory.openJournal()
        }
        #expect(error?.code == .inUse)
        #expect(error?.exitStatus == .cannotCreate)
        _ = consume journal
        _ = try directory.openJournal()
    }

    @Test(
        "A full disk is an error of the store, and the journal ends with a complete line",
        .enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func fullDisk() throws {
        let disk = try #require(try TinyDisk())
        let directory = try RunDirectory(creating: disk.path)
        var journal = try directory.openJournal()
        try journal.append(.complete)
        try disk.fill(leaving: 2)
        let error = #expect(throws: RunStoreError.self) {
            for _ in 0..<100 { try journal.append(.complete) }
        }
        #expect(error?.exitStatus == .storeFailure)
        #expect(error?.description.contains("No space left on device") == true)
        let contents = try directory.trials()
        #expect(contents.observations.count > 1)
        #expect(contents.torn == nil && contents.problems.isEmpty)
        unlink(disk.path + "/.ballast")
        try journal.append(.complete)
        #expect(try directory.trials().observations.count == contents.observations.count + 1)
    }
}

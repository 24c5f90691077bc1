import Foundation
import MemoryBudget
import Testing

@testable import RunStore

@Suite("The folder of a run")
struct RunDirectoryTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func record(finishedAt: String? = "2026-01-05T10:01:00.000Z") -> RunRecord {
        RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "2026-01-05T10:00:00.000Z",
            finishedAt: finishedAt,
            environment: EnvironmentRecord(
                kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 32,
                pageSizeBytes: 4096), seed: 1, commandLine: ["membudget", "bench"])
    }

    private func failure(_ body: () throws -> Void) -> RunStoreError? {
        #expect(throws: RunStoreError.self, performing: body)
    }

    @Test("A new folder is created with its parents, and holds only series/")
    func create() throws {
        let run = try RunDirectory(creating: scratch.path + "/a/b/run/")
        #expect(run.path == scratch.path + "/a/b/run")
        #expect(try scratch.names(in: "a/b/run") == ["series"])
    }

    @Test("The command that starts another run doesn't name this run's folder")
    func startingCommand() {
        var record = record()
        record.commandLine = [
            "membudget", "bench", "a b", "--run-dir", "x", "--resume", "--run-dir=y",
        ]
        #expect(record.startingCommand == "membudget bench 'a b'")
    }

    @Test("A folder with other files is refused before anything is written")
    func foreign() throws {
        try scratch.write("mine", to: "notes.txt")
        let error = failure { _ = try RunDirectory(creating: scratch.path, existing: .replace) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.exitStatus == .cannotCreate)
        #expect(try scratch.names() == ["notes.txt"])
    }

    @Test("An existing run is refused, resumed or replaced, as requested")
    func existing() throws {
        let path = scratch.path + "/run"
        let run = try RunDirectory(creating: path)
        try run.write(record())
        try scratch.write("mine", to: "run/notes.txt")
        let error = failure { _ = try RunDirectory(creating: path) }
        #expect(error?.description.contains("there is already a run") == true)
        _ = try RunDirectory(creating: path, existing: .resume)
        #expect(try run.record() == record())
        _ = try RunDirectory(creating: path, existing: .replace)
        #expect(try scratch.names(in: "run") == ["notes.txt", "series"])
    }

    @Test("A path through a file can't hold a run: status 73, with the reason")
    func unwritable() throws {
        try scratch.write("", to: "file")
        for path in ["file", "file/run"] {
            let error = failure { _ = try RunDirectory(creating: "\(scratch.path)/\(path)") }
            #expect(error?.exitStatus == .cannotCreate)
            #expect(error?.description.contains("Not a directory") == true)
        }
    }

    @Test("A folder that takes no files can't hold a run: status 73")
    func virtualFiles() {
        let error = failure { _ = try RunDirectory(creating: "/proc/membudget/run") }
        #expect(error?.exitStatus == .cannotCreate)
    }

    @Test("Reading a missing run names the path: status 66")
    func noRun() {
        let error = failure { _ = try RunDirectory(reading: scratch.path) }
        #expect(error?.exitStatus == .noInput)
        #expect(error?.path == scratch.path)
    }

    @Test("Writing run.json again replaces it completely and leaves no temporary file")
    func replaceRecord() throws {
        let run = try RunDirectory(creating: scratch.path + "/run")
        try run.write(record(finishedAt: nil))
        try run.write(record())
        #expect(try run.record().finishedAt != nil)
        #expect(try scratch.names(in: "run") == ["run.json", "series"])
    }

    @Test(
        "On a full disk the old run.json stays complete and nothing half-written is left",
        .enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func fullDisk() throws {
        let disk = try #require(try TinyDisk())
        let run = try RunDirectory(creating: disk.path)
        try run.write(record())
        try disk.fill(leaving: 1)
        var large = record()
        large.commandLine = (0..<2_000).map { "argument \($0)" }
        let error = failure { try run.write(large) }
        #expect(error?.exitStatus == .storeFailure)
        #expect(try run.record() == record())
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted()
        #expect(names == [".ballast", "run.json", "series"])
    }

    @Test(
        "A full disk is found before the first trial: status 74",
        .enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func fullBefore() throws {
        let disk = try #require(try TinyDisk())
        let run = try RunDirectory(creating: disk.path)
        _ = try run.openJournal()
        try disk.fill(leaving: 0)
        let error = failure { _ = try RunDirectory(creating: disk.path, existing: .resume) }
        #expect(error?.exitStatus == .storeFailure)
    }

    @Test("Removing a run removes its files and keeps others")
    func remove() throws {
        let run = try RunDirectory(creating: scratch.path + "/run")
        try run.write(record())
        try run.write(Series(), of: .sample())
        try scratch.write("mine", to: "run/notes.txt")
        try run.remove()
        #expect(try scratch.names(in: "run") == ["notes.txt"])
        try FileManager.default.removeItem(atPath: scratch.path + "/run/notes.txt")
        try run.remove()
        #expect(try scratch.names() == [])
    }

    @Test("The leftovers of a killed run's trial are swept, but not while the run is written")
    func sweepWork() throws {
        let run = try RunDirectory(creating: scratch.path + "/run")
        let journal = try run.openJournal()
        _ = try run.makeWorkDirectory()
        try scratch.write("much", to: "run/work/output")
        #expect(!run.sweepWorkDirectory())
        #expect(try scratch.names(in: "run/work") == ["output"])
        _ = consume journal
        #expect(run.sweepWorkDirectory())
        #expect(!run.sweepWorkDirectory())
        #expect(try scratch.names(in: "run") == ["series", "trials.jsonl"])
    }

    @Test("Removing follows no symbolic link")
    func symbolicLink() throws {
        let run = try RunDirectory(creating: scratch.path + "/run")
        try run.write(record())
        try scratch.write("precious", to: "precious.csv")
        try FileManager.default.createSymbolicLink(
            atPath: run.path + "/series/link", withDestinationPath: scratch.path)
        try run.remove()
        #expect(try scratch.names() == ["precious.csv"])
    }

    @Test("A link to a run elsewhere, and a folder that only looks like a run, are not listed")
    func strangers() throws {
        try RunDirectory(creating: scratch.path + "/elsewhere/run").write(record())
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/runs/races/work", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/runs/link", withDestinationPath: "../elsewhere/run")
        try scratch.write("time,distance\n", to: "runs/races/trials.jsonl")
        try scratch.write("mine", to: "runs/races/work/notes.txt")
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/runs/odd/trials.jsonl", withIntermediateDirectories: true)
        #expect(try RunListing.runs(in: scratch.path + "/runs").isEmpty)
    }

    @Test("A user's folders with the names of a run's are never taken for a run that started")
    func ownWork() throws {
        for name in ["work/thesis.tex", "profiles/me.png", "series/winter.mkv", "rejected/a"] {
            let parent = name.prefix { $0 != "/" }
            let folder = "mine-\(parent)"
            try FileManager.default.createDirectory(
                atPath: "\(scratch.path)/\(folder)/\(parent)", withIntermediateDirectories: true)
            try scratch.write("mine", to: "\(folder)/\(name)")
            try scratch.write("mine", to: "\(folder)/.swap.7.tmp")
            let path = "\(scratch.path)/\(folder)"
            let error = failure { _ = try RunDirectory(creating: path, existing: .resume) }
            #expect(error?.exitStatus == .cannotCreate)
            let file = "\(path)/\(name)"
            #expect(FileManager.default.fileExists(atPath: file))
            #expect(FileManager.default.fileExists(atPath: "\(path)/.swap.7.tmp"))
        }
    }

    @Test("A listing tells finished, unfinished, running and unreadable runs apart")
    func listing() throws {
        func make(_ name: String) throws -> RunDirectory {
            try RunDirectory(creating: "\(scratch.path)/\(name)")
        }
        try make("a-finished").write(record())
        try make("b-interrupted").write(record(finishedAt: nil))
        _ = try make("c-killed").openJournal()
        let running = try make("d-running")
        let journal = try running.openJournal()
        _ = try make("e-broken")
        try scratch.write("{}", to: "e-broken/run.json")
        try scratch.write("", to: "no-run")
        let listings = try RunListing.runs(in: scratch.path)
        #expect(listings.map { $0.isStale(at: $0.changedAt) } == [false, true, true, false, false])
        #expect(listings[0].state == .finished && listings[3].state == .inUse)
        guard case .unreadable(let reason) = listings[4].state else {
            Issue.record("a broken run.json is unreadable, not \(listings[4].state)")
            return
        }
        #expect(reason.contains("'schema' is missing"))
        #expect(listings.allSatisfy { $0.byteCount > 0 && $0.changedAt > 1_600_000_000 })
        #expect(failure { try running.remove() }?.code == .inUse)
        _ = consume journal
        #expect(try RunListing.runs(in: scratch.path + "/nowhere").isEmpty)
    }
}

@Suite("run.json")
struct RunJSONTests {
    @Test("Numbers keep every digit")
    func precision() throws {
        let run = RunRecord.complete
        let read = try RunRecord(json: run.json())
        #expect(read == run)
        #expect(read.seed == .max)
        #expect(read.scenarios[0].cells[0].summary?.wallNanoseconds == 1.0 / 3)
    }

    @Test("The same run gives the same bytes")
    func stable() throws {
        #expect(try RunRecord.complete.json() == RunRecord.complete.json())
    }

    @Test("Another version, another format and a missing run are different errors")
    func wrongSchema() throws {
        func message(_ text: String) -> String {
            let error = #expect(throws: RunStoreError.self) {
                try RunRecord(json: Array(text.utf8))
            }
            #expect(error?.exitStatus == .invalidScenario)
            return error?.description ?? ""
        }
        #expect(
            message(#"{"schema":"membudget.run/2"}"#)
                == "run.json: its schema is 'membudget.run/2', but this membudget reads"
                + " 'membudget.run/1'; read it with the membudget that wrote it")
        #expect(message(#"{"schema":"other/1"}"#).contains("its schema is 'other/1'"))
        #expect(message(#"{"tool":{}}"#).hasSuffix("'schema' is missing"))
        #expect(message("<html>").hasSuffix("it is not JSON"))
        #expect(message("").hasSuffix("it is not JSON"))
        #expect(
            message(#"{"schema":"membudget.run/1","tool":{"version":1}}"#)
                .hasSuffix("'tool.version' is not a string"))
    }
}

@Suite("Series files")
struct SeriesFileTests {
    @Test("A sample is a line with empty fields for unread values")
    func text() throws {
        let scratch = try Scratch()
        let run = try RunDirectory(creating: scratch.path + "/run")
        var series = Series()
        series.append(
            Sample(timeNanoseconds: 1, rssBytes: 2, anonymousBytes: 3, fileBytes: 4))
        series.append(
            Sample(
                timeNanoseconds: 5, rssBytes: 6, anonymousBytes: 7, fileBytes: 8, liveBytes: 9,
                unitsDone: 0))
        let name = try run.write(series, of: .sample())
        #expect(
            try scratch.read("run/\(name)") == """
                time_ns,rss_bytes,anonymous_bytes,file_bytes,live_bytes,units_done
                1,2,3,4,,
                5,6,7,8,9,0

                """)
    }

    @Test("A series is read back; a missing or incomplete one is nil")
    func readBack() throws {
        let scratch = try Scratch()
        let run = try RunDirectory(creating: scratch.path + "/run")
        var series = Series()
        series.append(
            Sample(timeNanoseconds: 1, rssBytes: 2, anonymousBytes: 3, fileBytes: 4))
        series.append(
            Sample(
                timeNanoseconds: 5, rssBytes: 6, anonymousBytes: 7, fileBytes: 8, liveBytes: 9,
                unitsDone: 0))
        #expect(try run.samples(of: .sample()) == nil)
        let name = try run.write(series, of: .sample())
        #expect(try run.samples(of: .sample()) == series.samples)
        #expect(try run.samples(of: .sample("other")) == nil)
        for broken in [
            "", "1,2,3,4,,\n", SeriesFile.header + "\n1,2,3\n", "no\ncsv",
            SeriesFile.header + "\n-1,2,3,4,,\n", SeriesFile.header + "\n1,2,3,4,,\(Int.max)\n",
        ] {
            try scratch.write(broken, to: "run/\(name)")
            #expect(try run.samples(of: .sample()) == nil, "\(broken)")
        }
    }

    @Test(
        "The name of a series file is safe, whatever the strategy's name",
        arguments: [
            "../../etc/passwd", "a/b", "..", "", "表|\n\0", String(repeating: "x", count: 5_000),
        ])
    func safeName(strategy: String) {
        let name = SeriesFile.name(of: .sample(strategy))
        #expect(name.utf8.count < 200)
        #expect(!name.hasPrefix("."))
        #expect(
            name.utf8.allSatisfy { byte in
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".utf8.contains(
                    byte)
            })
    }

    @Test("Trials that differ in anything have different names")
    func distinct() {
        var other = Observation.sample()
        other.parameters = ["batch": "2"]
        let trials = [
            .sample("a/b"), .sample("a|b"), .sample(index: 1), .sample(kind: .need),
            .sample(units: 5), .sample(), other,
        ]
        #expect(Set(trials.map(SeriesFile.name)).count == trials.count)
    }
}

import Files
import Glibc
import HeapProfile
import MemoryBudget
import Testing

@testable import RunStore

@Suite("Runs with foreign files")
struct ForeignRunTests {
    let scratch: Scratch
    let directory: RunDirectory
    private let trial = Observation.sample()

    init() throws {
        scratch = try Scratch()
        directory = try RunDirectory(creating: scratch.path + "/run")
        var journal = try directory.openJournal()
        try directory.write(Series(), of: trial)
        try journal.append(trial)
        try directory.write(RunRecord.bare)
        try scratch.write("secret", to: "secret")
    }

    /// The files of the run that are read, with the function that reads each.
    private var readers: [(name: String, read: () throws(RunStoreError) -> Void)] {
        let (directory, trial) = (directory, trial)
        return [
            ("run.json", { () throws(RunStoreError) in _ = try directory.record() }),
            ("trials.jsonl", { () throws(RunStoreError) in _ = try directory.observations() }),
            (
                "series/\(SeriesFile.name(of: trial))",
                { () throws(RunStoreError) in _ = try directory.samples(of: trial) }
            ),
            (
                "rejected/\(RejectedFile.name(of: trial))",
                { () throws(RunStoreError) in _ = try directory.rejected(of: trial) }
            ),
            (
                "profiles/\(SeriesFile.stem(of: trial)).json",
                { () throws(RunStoreError) in _ = try directory.profile(of: trial) }
            ),
        ]
    }

    /// Replaces each file in turn, and expects it to be refused.
    private func expectRefusals(
        _ reason: String, sourceLocation: SourceLocation = #_sourceLocation,
        by put: (_ path: String) -> Bool
    ) throws {
        for name in ["rejected", "profiles"] { mkdir("\(directory.path)/\(name)", 0o755) }
        for (name, read) in readers {
            let path = "\(directory.path)/\(name)"
            unlink(path)
            try #require(put(path))
            let error = #expect(throws: RunStoreError.self, sourceLocation: sourceLocation) {
                try read()
            }
            #expect(error?.code == .damaged, sourceLocation: sourceLocation)
            #expect(error?.path == path && error?.reason.contains(reason) == true)
        }
    }

    @Test("A link in place of a file is refused, and its target is not read")
    func links() throws {
        try expectRefusals("this is a link") {
            symlink("/proc/self/environ", $0) == 0
        }
    }

    @Test("A FIFO in place of a file is refused instead of waited for")
    func fifos() throws {
        try expectRefusals("not a regular file") {
            mkfifo($0, 0o600) == 0
        }
    }

    @Test("A device in place of a file is refused", .enabled(if: getuid() == 0))
    func devices() throws {
        // /dev/zero has no end.
        try expectRefusals("not a regular file") {
            mknod($0, S_IFCHR | 0o600, 1 << 8 | 5) == 0
        }
    }

    @Test("A file over the maximum size of its kind is refused")
    func long() throws {
        try expectRefusals("longer than") { path in
            let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
            defer { close(descriptor) }
            return ftruncate(descriptor, 1 << 40) == 0
        }
    }

    @Test("A folder of the run that is a link is not read, written or swept")
    func linkedFolder() throws {
        try Directory.remove(directory.path + "/series")
        mkdir(scratch.path + "/others", 0o755)
        try scratch.write("theirs", to: "others/.a.1.tmp")
        try #require(symlink("../others", directory.path + "/series") == 0)
        let read = #expect(throws: RunStoreError.self) { try directory.samples(of: trial) }
        #expect(read?.path == directory.path + "/series")
        let resumed = #expect(throws: RunStoreError.self) {
            _ = try RunDirectory(creating: directory.path, existing: .resume)
        }
        #expect(resumed?.code == .damaged)
        #expect(try scratch.names(in: "others") == [".a.1.tmp"])
    }

    @Test("A link to the run's folder itself may be given")
    func namedByLink() throws {
        try #require(symlink("run", scratch.path + "/newest") == 0)
        let named = try RunDirectory(reading: scratch.path + "/newest")
        #expect(try named.observations() == [trial])
        #expect(try named.record() == .bare)
    }

    @Test("A profile of another trial, or with impossible figures, is refused")
    func profiles() throws {
        mkdir(directory.path + "/profiles", 0o755)
        var record = try ProfileRecord.sample(of: trial)
        let name = "profiles/\(SeriesFile.stem(of: trial)).json"
        func refusal() throws -> String? {
            try scratch.write(
                String(decoding: JSONText.pretty(record), as: UTF8.self), to: "run/\(name)")
            return #expect(throws: RunStoreError.self) { try directory.profile(of: trial) }?.reason
        }
        record.trial = .sample("other")
        #expect(try refusal()?.hasPrefix("it is the profile of csv-ingest other") == true)
        record.trial = trial
        let good = record.heap
        record.heap.peakBytes = -1
        #expect(try refusal() == "'peak_bytes' is negative")
        record.heap = good
        record.heap.sites[0].stack = [1 << 40]
        #expect(try refusal() == "a stack refers to a missing frame")
        record.heap = good
        record.heap.frames[0].module = -1
        #expect(try refusal() == "a frame refers to a missing module")
        record.heap = good
        record.heap.sites[0].end.bytes = -5
        #expect(try refusal() == "a site has a negative figure")
        record.heap = good
        record.heap.sites[0].stack = Array(repeating: 0, count: 3_000)
        #expect(try refusal() == "a stack has more than 2048 functions")
    }

    @Test("A damaged or foreign journal is refused, and none of it is cut off")
    func foreignJournal() throws {
        let good = try scratch.read("run/trials.jsonl")
        for text in [
            good + "time,distance\n1,2", good + "the rest of my notes", "{}\n" + good + "{\"half",
            good + good, good.replacing("\"index\":0", with: "\"index\":-1") + "{\"half",
        ] {
            try scratch.write(text, to: "run/trials.jsonl")
            let error = #expect(throws: RunStoreError.self) { _ = try directory.openJournal() }
            #expect(error?.code == .damaged)
            #expect(try scratch.read("run/trials.jsonl") == text)
        }
    }

    @Test("The remains of a line after a power failure are cut off")
    func zeros() throws {
        let good = try scratch.read("run/trials.jsonl")
        try scratch.write(good + "\0\0\0\0", to: "run/trials.jsonl")
        _ = try directory.openJournal()
        #expect(try scratch.read("run/trials.jsonl") == good)
    }

    @Test("A journal that something else wrote to takes no more trials")
    func rewritten() throws {
        var journal = try directory.openJournal()
        let text = try scratch.read("run/trials.jsonl")
        let forged = text.replacing(
            "\"peak_rss_bytes\":10485760", with: "\"peak_rss_bytes\":10485761")
        #expect(forged != text && forged.utf8.count == text.utf8.count)
        try scratch.write(forged, to: "run/trials.jsonl")
        let error = #expect(throws: RunStoreError.self) { try journal.append(.sample(index: 1)) }
        #expect(error?.code == .changed && error?.exitStatus == .crashed)
        #expect(throws: RunStoreError.self) { try journal.check() }
        #expect(try scratch.read("run/trials.jsonl") == forged)
    }

    @Test(
        "Extreme figures are refused with their line",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "1e308", "9007199254740994",
        ])
    func extremes(_ figure: String) throws {
        let good = try scratch.read("run/trials.jsonl")
        for key in ["peak_rss_bytes\":10485760", "wall_ns\":500000000", "units\":1000"] {
            let name = key.prefix { $0 != ":" }
            let bad = good.replacing("\"\(key)", with: "\"\(name):\(figure)")
            #expect(bad != good)
            try scratch.write(good + bad, to: "run/trials.jsonl")
            let error = #expect(throws: RunStoreError.self) { try directory.observations() }
            #expect(error?.path == directory.path + "/trials.jsonl:2")
        }
    }
}

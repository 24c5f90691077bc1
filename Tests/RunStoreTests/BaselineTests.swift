import Files
import Foundation
import MemoryBudget
import Testing

@testable import RunStore

@Suite("Baselines")
struct BaselineTests {
    private let environment = EnvironmentRecord.baselineSample

    private func record(units: Int...) -> ScenarioRecord { .baselineSample(units: units) }

    @Test("A baseline is written and read again, with raw values of candidates only")
    func roundTrip() throws {
        let scratch = try Scratch()
        let baseline = BaselineRecord(record(units: 2_000, 1_000), in: environment)
        #expect(baseline.cells.map(\.scale.units) == [1_000, 2_000])
        #expect(baseline.cells.allSatisfy { $0.strategy == "streamed" })
        let file = try BaselineFolder.write([baseline], below: scratch.path + "/new")[0]
        #expect(file.hasSuffix("/\(baseline.environment.name)/csv-ingest.json"))
        let folder = try BaselineFolder(
            reading: scratch.path + "/new", scenarios: ["csv-ingest", "other"])
        #expect(folder.record(of: "csv-ingest", in: baseline.environment) == baseline)
        #expect(folder.classes(of: "csv-ingest") == [baseline.environment.name])
        #expect(folder.classes(of: "other").isEmpty)
        let cell = record(units: 1_000).cells[0]
        #expect(baseline.peaks(of: cell)?.values == [10_485_760, 10_485_761, 10_485_762])
        #expect(baseline.peaks(of: record(units: 4_000).cells[0]) == nil)
    }

    @Test("A baseline belongs to its data files; files with different content are other data")
    func ownData() {
        var baseline = BaselineRecord(record(units: 1_000), in: environment)
        func isOf(_ digests: [String: String]?) -> Bool {
            baseline.isOf(baseline.dataset, digests: digests, metric: baseline.metric)
        }
        #expect(isOf(["orders.csv": "aa"]) && isOf(nil))
        baseline.dataDigests = ["1k.csv": "aa", "2k.csv": "bb"]
        #expect(isOf(baseline.dataDigests) && isOf(["1k.csv": "aa"]))
        #expect(!isOf(["1k.csv": "cc"]) && !isOf(["1k.csv": "aa", "2k.csv": "cc"]))
    }

    @Test("Digests are stored by file name, wherever the file is; unknown ones are left out")
    func digests() {
        #expect(FileDigests.byName([("/a/x.csv", "1"), ("/b/y.csv", nil)]) == ["x.csv": "1"])
        #expect(
            FileDigests.byName([("/a/x.csv", "2"), ("/b/x.csv", "1")]) == ["x.csv": "1 2"])
        #expect(FileDigests.byName([("/a/x.csv", nil)]) == nil)
    }

    @Test(
        "Cells that weren't measured are kept if the scenario has them and the data is the same")
    func kept() {
        let earlier = BaselineRecord(record(units: 1_000, 2_000, 4_000), in: environment)
        var later = BaselineRecord(record(units: 1_000), in: environment)
        later.keep(from: earlier) { $0.scale.units == 2_000 }
        #expect(later.cells.map(\.scale.units) == [1_000, 2_000])
        var others = BaselineRecord(record(units: 1_000), in: environment)
        others.dataset?.seed = 7
        others.keep(from: earlier) { _ in true }
        #expect(others.cells.map(\.scale.units) == [1_000])
        #expect(
            earlier.isOf(later.dataset, digests: nil, metric: .peakRSS)
                && !earlier.isOf(others.dataset, digests: nil, metric: .peakRSS))
        #expect(!earlier.isOf(later.dataset, digests: nil, metric: .peakLive))
    }

    @Test("Several baselines are written all or not at all, without leftovers")
    func allOrNone() throws {
        let scratch = try Scratch()
        let first = BaselineRecord(record(units: 1_000), in: environment)
        var second = first
        second.scenario = "other"
        let folder = scratch.path + "/deep/baselines"
        // A folder takes the place of the second file.
        let blocked = "\(folder)/\(first.environment.name)/other.json"
        try Directory.make(blocked + "/full")
        #expect(throws: RunStoreError.self) {
            _ = try BaselineFolder.write([first, second], below: folder)
        }
        let names = try Directory.names(in: parentPath(of: blocked))
        #expect(names == ["other.json"], "neither the first file nor a temporary one")
        try scratch.write("", to: "file")
        #expect(throws: RunStoreError.self) {
            _ = try BaselineFolder.write([first], below: scratch.path + "/file/baselines")
        }
        try BaselineFolder.checkWritable(scratch.path + "/a/b")
        #expect(try !Directory.names(in: scratch.path).contains("a"))
        #expect(
            try BaselineFolder.write([first, second], below: scratch.path + "/whole").count == 2)
    }

    @Test("A missing folder is refused with status 66, and a file that is not a baseline with 65")
    func errors() throws {
        let scratch = try Scratch()
        func status() -> MemoryBudget.ExitStatus? {
            do throws(RunStoreError) {
                _ = try BaselineFolder(
                    reading: scratch.path + "/baselines", scenarios: ["csv-ingest"])
                return nil
            } catch {
                return error.exitStatus
            }
        }
        #expect(status() == .noInput)
        let baseline = BaselineRecord(record(units: 1_000), in: environment)
        let file = try BaselineFolder.write([baseline], below: scratch.path + "/baselines")[0]
        #expect(status() == nil)
        let name = String(file.dropFirst(scratch.path.count + 1))
        let text = try scratch.read(name)
        for damaged in [
            text.replacing("10485761", with: "-10485761"),
            text.replacing("10485761", with: "0"),
            text.replacing("\"units\" : 1000", with: "\"units\" : -5"),
            "", "[]", text.replacing("/1\"", with: "/2\""),
            text.replacing("\"x86_64\"", with: "\"aarch64\""),
            text.replacing("\"csv-ingest\"", with: "\"other\""),
        ] {
            try scratch.write(damaged, to: name)
            #expect(damaged != text)
            #expect(status() == .invalidScenario, "\(damaged.prefix(80))")
        }
    }

    @Test("A link or FIFO in place of a baseline or its folder is refused with status 65")
    func special() throws {
        let scratch = try Scratch()
        let baseline = BaselineRecord(record(units: 1_000), in: environment)
        let file = try BaselineFolder.write([baseline], below: scratch.path + "/baselines")[0]
        func refusal() -> RunStoreError? {
            #expect(throws: RunStoreError.self) {
                _ = try BaselineFolder(
                    reading: scratch.path + "/baselines", scenarios: ["csv-ingest"])
            }
        }
        try #require(rename(file, scratch.path + "/other.json") == 0)
        try #require(symlink("../../other.json", file) == 0)
        #expect(refusal()?.exitStatus == .invalidScenario)
        unlink(file)
        try #require(mkfifo(file, 0o600) == 0)
        #expect(refusal()?.reason.contains("not a regular file") == true)
        unlink(file)
        let folder = parentPath(of: file)
        try #require(rename(folder, scratch.path + "/class") == 0)
        try #require(symlink("../class", folder) == 0)
        #expect(refusal()?.reason.contains("this is a link") == true)
    }

    @Test("A cell that occurs twice could be compared with either, and is refused")
    func twice() throws {
        let scratch = try Scratch()
        var baseline = BaselineRecord(record(units: 1_000), in: environment)
        baseline.cells.append(baseline.cells[0])
        baseline.cells[1].scale.label = "1000"
        _ = try BaselineFolder.write([baseline], below: scratch.path)
        let error = #expect(throws: RunStoreError.self) {
            try BaselineFolder(reading: scratch.path, scenarios: ["csv-ingest"])
        }
        #expect(error?.reason == "it has 'streamed' at 1,000 units twice")
    }
}

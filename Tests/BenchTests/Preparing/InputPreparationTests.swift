import Datasets
import Foundation
import Harness
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Data prepared before the first trial")
struct InputPreparationTests {
    private static let own = "a,b\n1,2\n3\n4,5\n"

    private func prepared(
        _ place: Workplace, _ text: String
    ) throws -> (inputs: [Int: PreparedInput], scale: Scale) {
        let path = try place.directory.write(text, to: "own.csv")
        let preparation = InputPreparation(system: place.system, events: place.note)
        let (prepared, scale) = try preparation.own(path, folder: place.directory.path)
        return (prepared.inputs, scale)
    }

    @Test("A user's file is scanned, and its header is the empty input")
    func own() throws {
        let place = try Workplace()
        let (inputs, scale) = try prepared(place, Self.own)
        #expect(scale.units == 3 && Set(inputs.keys) == [0, 3])
        #expect(inputs[3]?.path == place.path("own.csv"))
        #expect(inputs[3]?.expected?.rows == 2 && inputs[3]?.expected?.rowsFailed == 1)
        #expect(inputs[3]?.bytes == Self.own.utf8.count && inputs[3]?.datasetKind == "csv")
        #expect(inputs[0]?.expected?.rows == 0)
        #expect(try place.text("header.csv") == "a,b\n")
        #expect(place.events.last?.name == "prepared")
    }

    @Test(
        "A command accepts a file of any format, and its records are counted",
        arguments: [
            ("a.jsonl", "{}\n{}\n", 2, "lines", ""), ("a.tsv", "a\tb\n1\t2\n", 1, "rows", "a\tb\n"),
            ("a.json", "[\n1]", 1, "files", nil), ("a.zip", "PK\u{3}\u{4}", 1, "files", nil),
        ] as [(String, String, Int, String, String?)])
    func anyFormat(
        name: String, text: String, units: Int, unit: String, empty: String?
    ) throws {
        let place = try Workplace()
        let path = try place.directory.write(text, to: name)
        let (prepared, scale) = try InputPreparation(system: place.system, events: place.note)
            .own(path, folder: place.directory.path, form: .any)
        #expect(scale.units == units && prepared.unit == unit)
        #expect(prepared.inputs[units]?.path == path && prepared.inputs[units]?.expected == nil)
        let floor = try prepared.inputs[0].map {
            try String(contentsOfFile: $0.path, encoding: .utf8)
        }
        #expect(floor == empty)
    }

    @Test("A tree of contracts is scanned, and a tree without files is the empty input")
    func ownContracts() throws {
        let place = try Workplace()
        let header = "N:PMI:97:1:A name:COM:S:5::20250910:20261008"
        try place.directory.write(
            "{CCON}\n\(header)\n{/CCON}\n", to: "tree/DESTINATIONS/D_PMI/a")
        try place.directory.write("{GTTO}\nRO:Room only\n{/GTTO}\nlate\n", to: "tree/GENERAL/b")
        let preparation = InputPreparation(system: place.system, events: place.note)
        let (prepared, scale) = try preparation.own(
            place.path("tree"), folder: place.directory.path, form: .contracts)
        #expect(scale.units == 1 && Set(prepared.inputs.keys) == [0, 1])
        #expect(prepared.inputs[1]?.datasetKind == "hotel-contracts")
        #expect(prepared.inputs[1]?.expected?.rows == 2)
        #expect(prepared.inputs[1]?.expected?.rowsFailed == 1)
        #expect(prepared.inputs[0]?.expected?.rows == 0)
        #expect(prepared.inputs[0]?.path == place.path("empty"))
    }

    @Test("Modified data in the cache is replaced before it is measured, and that is reported")
    func changedInCache() async throws {
        let place = try Workplace()
        _ = try await place.run()
        let path = try #require(place.system.inputs.first?[1000]?.path)
        let before = try Data(contentsOf: URL(filePath: path))
        var changed = before
        changed[before.count / 2] ^= 1
        try changed.write(to: URL(filePath: path))
        _ = try await place.run(into: "again")
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        let replaced = place.events.compactMap { event in
            if case .dataReplaced(let name) = event { name } else { nil }
        }
        #expect(replaced == ["csv-rows 1k"])
    }

    @Test(
        "Without a place for data, only scenarios that need none run"
    )
    func noCache() async throws {
        let command = try Workplace(Workplace.command(), hasCache: false) { _ in
            .holding(mebibytes: 8)
        }
        #expect(try await command.run().record.finishedAt != nil)
        let place = try Workplace(hasCache: false)
        let error = await #expect(throws: DatasetError.self) { try await place.run() }
        #expect(error?.message.contains("set MEMBUDGET_CACHE") == true)
        #expect(place.system.trials.isEmpty && !place.holds("run"))
    }

    @Test("A file with only a header is itself the empty input")
    func headerAlone() throws {
        let place = try Workplace()
        let (inputs, scale) = try prepared(place, "a,b\n")
        #expect(scale.units == 0 && Set(inputs.keys) == [0])
        #expect(inputs[0]?.path == place.path("own.csv") && !place.holds("header.csv"))
    }

    @Test("A bench of a user's file has one scale, the file's, and generates nothing")
    func bench() async throws {
        let place = try Workplace()
        let path = try place.directory.write(Self.own, to: "own.csv")
        let record = try await place.run { $0.selection.input = path }.record
        #expect(record.cells.count == 4 && record.cells.allSatisfy { $0.scale.units == 3 })
        #expect(record.cells.allSatisfy { $0.measured.count == 2 && $0.floorRSSBytes != nil })
        #expect(record.scenarios.first?.input == path)
        #expect(record.plan?.scenarios.first?.settings["scales"] == "3")
        #expect(place.plan?.datasetBytes == 0 && !place.holds("cache"))
        #expect(place.system.inputs.first.map { Set($0.keys) } == [0, 3])
        #expect(try place.text("own.csv") == Self.own)
    }

    @Test(
        "A missing or empty input, or a folder, is rejected with its name",
        arguments: ["absent.csv", "folder", "empty.csv"])
    func unusable(name: String) async throws {
        let place = try Workplace()
        try place.directory.write("", to: "empty.csv")
        try place.directory.write("", to: "folder/file")
        var words = ""
        do {
            _ = try await place.run { $0.selection.input = place.path(name) }
            Issue.record("\(name) was accepted")
        } catch let error as BenchError {
            #expect(error.code == .failed(.noInput) && name == "absent.csv")
            words = error.description
        } catch let error as DatasetError {
            #expect(error.code == .invalidInput)
            words = error.message
        }
        #expect(words.contains(name), "\(words)")
        #expect(place.system.trials.isEmpty)
    }

    @Test("Generated data has every scale and the empty input, each generated once")
    func generated() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.selection.trials = 1 }
        let inputs = try #require(place.system.inputs.first)
        #expect(Set(inputs.keys) == [0, 10, 100, 1000])
        #expect(inputs.allSatisfy { $0.value.units == $0.key && $0.value.expected != nil })
        #expect(inputs.values.allSatisfy { $0.path.hasPrefix(place.path("cache/datasets/")) })
        _ = try await place.run(into: "again") { $0.selection.trials = 1 }
        #expect(place.system.inputs.last?.mapValues(\.path) == inputs.mapValues(\.path))
    }

    @Test("A setting unknown to the kind of dataset is rejected, and no run is left behind")
    func invalidSetting() async throws {
        let place = try Workplace(
            Workplace.scenario.replacing("seed: 7 }", with: "seed: 7, parameters: { bad: many } }"))
        let error = await #expect(throws: DatasetError.self) { try await place.run() }
        #expect(error?.code == .invalidParameter)
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }
}

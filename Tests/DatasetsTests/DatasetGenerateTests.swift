import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("Generating into a user's folder")
struct DatasetGenerateTests {
    private let request = Scenario.DatasetRequest(kind: "csv-rows", seed: 7)

    @Test("The data and the manifest are written, and nothing else")
    func files() throws {
        try withTemporaryDirectory { root in
            let directory = "\(root)/made/here"
            var last: DatasetProgress?
            let dataset = try Dataset.generate(
                request, size: .units(Scale(units: 300)), into: directory
            ) { last = $0 }
            #expect(dataset.path == "\(directory)/data.csv")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
                    == ["data.csv", "manifest.json"])
            #expect(try DatasetManifest.read(from: directory) == dataset.manifest)
            #expect(last?.unitsDone == 300)
            #expect(last?.unitsTotal == 300)
            #expect(last?.bytesDone == dataset.manifest.bytes)
        }
    }

    @Test("A folder that already holds a dataset is left alone")
    func existing() throws {
        try withTemporaryDirectory { root in
            let first = try Dataset.generate(request, size: .units(Scale(units: 3)), into: root)
            let before = try contents(of: first.path)
            let error = #expect(throws: DatasetError.self) {
                try Dataset.generate(request, size: .units(Scale(units: 9)), into: root)
            }
            #expect(error?.code == .alreadyExists)
            try FileManager.default.removeItem(atPath: "\(root)/manifest.json")
            #expect(throws: DatasetError.self) {
                try Dataset.generate(request, size: .units(Scale(units: 9)), into: root) { _ in
                    Issue.record("it began to generate")
                }
            }
            #expect(try contents(of: first.path) == before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: root) == ["data.csv"])
        }
    }

    @Test("An error of progress leaves nothing, not even the folder")
    func cancellation() throws {
        try withTemporaryDirectory { root throws in
            #expect(throws: CancellationError.self) {
                try Dataset.generate(
                    request, size: .units(Scale(units: 300)), into: "\(root)/new"
                ) { _ in throw CancellationError() }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
        }
    }

    @Test("A path that is a file, or can't be created, is reported in one sentence")
    func unwritable() throws {
        try withTemporaryDirectory { root in
            let file = try write([], to: "\(root)/file")
            for path in [file, "\(file)/below"] {
                let error = #expect(throws: DatasetError.self) {
                    try Dataset.generate(request, size: .units(Scale(units: 1)), into: path)
                }
                #expect(error?.code == .inputOutput)
                #expect(error?.message.contains(path) == true)
            }
        }
    }

    @Test("An unknown kind or setting is answered with a suggestion")
    func unknownNames() throws {
        let generated = DatasetKinds.all.filter(\.isGenerated).map(\.name)
        let cases: [(Scenario.DatasetRequest, String)] = [
            (
                Scenario.DatasetRequest(kind: "csv-row"),
                "there is no dataset kind 'csv-row'; did you mean 'csv-rows'?"
            ),
            (
                Scenario.DatasetRequest(kind: "xml"),
                "there is no dataset kind 'xml'; known: " + generated.joined(separator: ", ")
            ),
            (
                Scenario.DatasetRequest(kind: "csv"),
                "dataset kind 'csv' is your own file and is not generated; give it with --input"
                    + " FILE, or generate 'csv-rows'"
            ),
            (
                Scenario.DatasetRequest(kind: "csv-rows", parameters: ["bda": "0"]),
                "dataset kind 'csv-rows' has no setting 'bda'; did you mean 'bad'?"
            ),
            (
                Scenario.DatasetRequest(kind: "csv-rows", parameters: ["rows": "0"]),
                "dataset kind 'csv-rows' has no setting 'rows'; known: bad, byte-damage"
            ),
        ]
        for (request, message) in cases {
            let error = #expect(throws: DatasetError.self) {
                try DatasetKinds.generator(for: request)
            }
            #expect(error?.message == message)
        }
    }

    @Test("Every kind is listed with its settings")
    func kinds() {
        let names = DatasetKinds.all.map(\.name)
        #expect(names.first == "csv-rows" && names.last == "csv")
        #expect(names.contains("tickets") && names.contains("tickets-postgresql"))
        #expect(DatasetKinds.all.filter { !$0.isGenerated }.map(\.name) == ["csv"])
        #expect(DatasetKinds.all[0].parameters.map(\.name) == ["bad", "byte-damage"])
    }
}

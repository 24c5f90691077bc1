import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The manifest of a dataset")
struct DatasetManifestTests {
    private let manifest = DatasetManifest(
        kind: "csv-rows", generatorVersion: 3, seed: .max, parameters: ["bad": "0.5"], units: 12,
        expected: ExpectedOutcome(rows: 10, rowsFailed: 2, digest: "00000000000000ff"),
        bytes: 1_234, file: "data.csv", columns: ["id", "näme/2"])

    @Test("A manifest is written with the keys of membudget.dataset/2")
    func golden() throws {
        try withTemporaryDirectory { directory in
            try manifest.write(to: directory)
            let text = String(
                decoding: try contents(of: "\(directory)/manifest.json"), as: UTF8.self)
            #expect(
                text == """
                    {
                      "bytes" : 1234,
                      "columns" : [
                        "id",
                        "näme/2"
                      ],
                      "expected" : {
                        "digest" : "00000000000000ff",
                        "rows" : 10,
                        "rows_failed" : 2
                      },
                      "file" : "data.csv",
                      "generator_version" : 3,
                      "kind" : "csv-rows",
                      "parameters" : {
                        "bad" : "0.5"
                      },
                      "schema" : "membudget.dataset/2",
                      "seed" : 18446744073709551615,
                      "units" : 12
                    }

                    """)
            #expect(try DatasetManifest.read(from: directory) == manifest)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory)
                    == ["manifest.json"])
        }
    }

    @Test(
        "The reason why a manifest is invalid is reported",
        arguments: [
            Damage(whole: "", reason: "it is not JSON"),
            Damage(whole: "[]", reason: "has the wrong type"),
            Damage(whole: "{}", reason: "'schema' is missing"),
            Damage("\"units\" : 12", "\"units\" : 13", reason: "its counts are inconsistent"),
            Damage("\"units\" : 12", "\"units\" : \"x\"", reason: "'units' has the wrong type"),
            Damage("dataset/2", "dataset/1", reason: "its schema is 'membudget.dataset/1', not"),
            Damage("data.csv", "../data.csv", reason: "its 'file' is not a name in the same"),
            Damage(
                "\"bytes\" : 1234", "\"bytes\" : 9223372036854775807", reason: "line 2: 'bytes'"),
        ])
    func damage(_ damage: Damage) throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/manifest.json"
            try manifest.write(to: directory)
            let text = String(decoding: try contents(of: path), as: UTF8.self)
            let damaged = damage.applied(to: text)
            try write(Array(damaged.utf8), to: path)
            let error = #expect(throws: DatasetError.self) {
                try DatasetManifest.read(from: directory)
            }
            #expect(error?.code == .invalidManifest)
            #expect(error?.message.hasPrefix("'\(path)' is not a dataset manifest: ") == true)
            #expect(error?.message.contains(damage.reason) == true, "\(error?.message ?? "")")
        }
    }

    @Test("A link or a FIFO in place of a manifest is refused")
    func special() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/manifest.json"
            try manifest.write(to: directory)
            try #require(rename(path, "\(directory)/other.json") == 0)
            try #require(symlink("other.json", path) == 0)
            let linked = #expect(throws: DatasetError.self) {
                try DatasetManifest.read(from: directory)
            }
            #expect(linked?.message.contains("this is a link") == true)
            unlink(path)
            try #require(mkfifo(path, 0o600) == 0)
            let waiting = #expect(throws: DatasetError.self) {
                try DatasetManifest.read(from: directory)
            }
            #expect(waiting?.message.contains("not a regular file") == true)
        }
    }

    /// A change of a valid manifest, and the expected reason.
    struct Damage: Sendable {
        var original = ""
        var replacement: String
        var reason: String

        init(_ original: String, _ replacement: String, reason: String) {
            self.original = original
            self.replacement = replacement
            self.reason = reason
        }

        init(whole text: String, reason: String) {
            replacement = text
            self.reason = reason
        }

        func applied(to text: String) -> String {
            original.isEmpty
                ? replacement : text.replacingOccurrences(of: original, with: replacement)
        }
    }
}

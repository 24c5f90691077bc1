import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The product feed")
struct ProductGeneratorTests {
    @Test("The same seed gives the same bytes on every machine")
    func golden() throws {
        try withTemporaryDirectory { directory in
            let parameters = ["bad": "0.1", "byte-damage": "0.1"]
            let manifest = try generate(1_000, parameters: parameters, into: directory)
            #expect(
                manifest.expected
                    == ExpectedOutcome(rows: 822, rowsFailed: 178, digest: "6d25a5f1726f85c8"))
            #expect(manifest.bytes == 120_869)
            let sum = try run("sha256sum", ["\(directory)/data.csv"]).prefix(64)
            #expect(
                sum == "46bb069c137a49ef5f46449fede4221e188788f2ab8d628408a3341eb3a2a0b8")
        }
    }

    @Test("Another seed gives other bytes")
    func seeds() throws {
        try withTemporaryDirectory { directory in
            let first = try generate(100, seed: 1, into: "\(directory)/1")
            let second = try generate(100, seed: 2, into: "\(directory)/2")
            #expect(first.expected.digest != second.expected.digest)
        }
    }

    @Test("A smaller dataset is a prefix of a larger one, by rows and by bytes")
    func prefix() throws {
        try withTemporaryDirectory { directory in
            try generate(3_000, into: "\(directory)/large")
            try generate(700, into: "\(directory)/small")
            let bytes = try generator().generate(
                .bytes(ByteCount(100_000)), into: made("\(directory)/bytes")
            ) { _ in }
            let large = try contents(of: "\(directory)/large/data.csv")
            let small = try contents(of: "\(directory)/small/data.csv")
            let sized = try contents(of: "\(directory)/bytes/data.csv")
            #expect(large.starts(with: small))
            #expect(large.starts(with: sized))
            #expect(sized.count == bytes.bytes)
            #expect((100_000..<100_000 + ProductRow.bytesMax).contains(sized.count))
            #expect(sized.last == UInt8(ascii: "\n"))
        }
    }

    @Test("The bytes don't depend on the buffer's size", arguments: [1_100, 4_096, 65_537])
    func buffers(bufferBytes: Int) throws {
        try withTemporaryDirectory { directory in
            try generate(2_000, into: "\(directory)/usual")
            var generator = try generator()
            generator.bufferBytes = bufferBytes
            _ = try generator.generate(
                .units(Scale(units: 2_000)), into: made("\(directory)/other")
            ) { _ in }
            #expect(
                try contents(of: "\(directory)/usual/data.csv")
                    == contents(of: "\(directory)/other/data.csv"))
        }
    }

    @Test(
        "Python's csv finds exactly the rows and the digest of the manifest",
        arguments: [
            [:], ["bad": "0"], ["bad": "1"], ["bad": "0.3", "byte-damage": "0.2"],
            ["bad": "0", "byte-damage": "1"],
        ])
    func pythonAgrees(parameters: [String: String]) throws {
        try withTemporaryDirectory { directory in
            let manifest = try generate(3_000, parameters: parameters, into: directory)
            let found = try PythonOracle.findings(kind: "csv-rows", ["\(directory)/data.csv"])
            #expect(
                found == [
                    PythonOracle.Finding(
                        columns: manifest.columns, rows: manifest.expected.rows,
                        failed: manifest.expected.rowsFailed, digest: manifest.expected.digest)
                ])
            #expect(manifest.units == 3_000)
            #expect(manifest.expected.rows + manifest.expected.rowsFailed == 3_000)
        }
    }

    @Test("Every kind of defect, quotes, line breaks and non-ASCII text occur")
    func variety() throws {
        var defects: Set<ProductDefect> = []
        let shares = try ProductShares(parameters: ["bad": "0.5", "byte-damage": "0.1"])
        for index in 0..<1_000 {
            var random = RowRandom(seed: 42, row: index)
            if let defect = shares.defect(drawnFrom: &random) { defects.insert(defect) }
        }
        #expect(defects == Set(ProductDefect.allCases))
        try withTemporaryDirectory { directory in
            try generate(1_000, into: directory)
            let data = Data(try contents(of: "\(directory)/data.csv"))
            for sign in ["\"\"", "é", "电缆", ",\"\"\n", ",\n", "\n ", "\r\n", "15\"\""] {
                let isThere = data.range(of: Data(sign.utf8)) != nil
                #expect(isThere, "\(sign.debugDescription) does not occur")
            }
        }
    }

    @Test("The share of rows with a defect is the requested one")
    func share() throws {
        try withTemporaryDirectory { directory in
            let manifest = try generate(20_000, parameters: ["bad": "0.05"], into: directory)
            // 1,000 expected, with a standard deviation of 31.
            #expect((850...1_150).contains(manifest.expected.rowsFailed))
        }
    }

    @Test("At scale 0 there is only the header")
    func floor() throws {
        try withTemporaryDirectory { directory in
            let manifest = try generate(0, into: directory)
            #expect(manifest.units == 0)
            #expect(manifest.expected.digest == RowDigest().hexadecimal)
            let header = "id,sku,name,category,price,stock,created_at,updated_at,description\n"
            #expect(try contents(of: "\(directory)/data.csv") == Array(header.utf8))
        }
    }

    @Test("The estimate of a size is never below it and at most an eighth above")
    func estimates() throws {
        try withTemporaryDirectory { directory in
            for (name, parameters) in [
                ("a", [:]), ("b", ["bad": "1"]), ("c", ["byte-damage": "1"]),
            ] {
                let manifest = try generate(
                    20_000, parameters: parameters.merging(["bad": "0"]) { given, _ in given },
                    into: "\(directory)/\(name)")
                let estimate = try generator().estimatedBytes(of: .units(Scale(units: 20_000)))
                #expect(manifest.bytes <= estimate)
                if name != "b" { #expect(estimate - manifest.bytes < estimate / 8) }
            }
        }
    }

    @Test(
        "An invalid share is refused with its name",
        arguments: ["-0.1", "1.5", "many", "nan", ""])
    func badShares(text: String) throws {
        let error = #expect(throws: DatasetError.self) {
            try generator(["bad": text])
        }
        #expect(error?.code == .invalidParameter)
        #expect(error?.message == "'bad' must be a share of the rows, from 0 to 1, not '\(text)'")
    }

    @Test("Shares that add up to more than 1 are refused")
    func excessiveShares() {
        #expect(throws: DatasetError.self) { try generator(["bad": "0.6", "byte-damage": "0.6"]) }
    }

    private func generator(
        seed: UInt64 = 42, _ parameters: [String: String] = [:]
    ) throws -> ProductGenerator {
        try ProductGenerator(
            seed: seed,
            parameters: ["bad": "0.001", "byte-damage": "0"].merging(parameters) { $1 })
    }

    private func made(_ directory: String) throws -> String {
        try Directory.make(directory)
        return directory
    }

    @discardableResult
    private func generate(
        _ units: Int, seed: UInt64 = 42, parameters: [String: String] = [:], into directory: String
    ) throws -> DatasetManifest {
        try generator(seed: seed, parameters).generate(
            .units(Scale(units: units)), into: made(directory)
        ) { _ in }
    }
}

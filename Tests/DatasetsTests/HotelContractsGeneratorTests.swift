import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The tree of hotel contracts")
struct HotelContractsGeneratorTests {
    @Test(
        "A reader in Python finds exactly the rows, rejected records and digest of the manifest",
        arguments: [
            (1, ["file-size": "51KiB"], 30),
            (2, HotelContractsSetting.plain, 60),
            (3, ["damaged": "0", "headless": "0", "quirks": "1"], 100),
            (4, ["damaged": "0.3", "headless": "0", "quirks": "0"], 100),
            (5, ["damaged": "0.05", "headless": "0.3", "quirks": "1"], 150),
            (6, ["damaged": "1"], 20), (7, ["headless": "1"], 20), (8, ["file-size": "1MiB"], 2),
            (.max, ["damaged": "0.1", "quirks": "0.5", "file-size": "100KiB"], 20), (9, [:], 0),
        ] as [(UInt64, [String: String], Int)])
    func pythonAgrees(seed: UInt64, parameters: [String: String], files: Int) throws {
        try withTemporaryDirectory { directory in
            let setting = HotelContractsSetting(seed: seed, parameters: parameters)
            let manifest = try setting.generate(files, into: directory)
            let found = try HotelContractsOracle.finding("\(directory)/contracts")
            #expect(found.files == files)
            #expect(manifest.units == files)
            #expect(found.bytes == manifest.bytes)
            #expect(
                manifest.expected
                    == ExpectedOutcome(
                        rows: found.rows, rowsFailed: found.failed, digest: found.digest))
        }
    }

    @Test("The same seed gives the same bytes on every machine")
    func golden() throws {
        try withTemporaryDirectory { directory in
            let parameters = ["damaged": "0.05", "headless": "0.1", "quirks": "0.5"]
            let manifest = try HotelContractsSetting(parameters: parameters)
                .generate(150, into: directory)
            #expect(
                manifest.expected
                    == ExpectedOutcome(
                        rows: 18_490, rowsFailed: 1_684, digest: "4d6871c030a6b067"))
            #expect(
                try treeSum(directory)
                    == "79d99588c04b1b967ae54d94877f79b00449bb2e31cb2bb6de0f575f9477c500")
        }
    }

    @Test("The tree is the same for any number of threads", arguments: [1, 3, 8])
    func threads(threadCount: Int) throws {
        try withTemporaryDirectory { directory in
            let setting = HotelContractsSetting(parameters: ["quirks": "0.5", "damaged": "0.01"])
            let two = try setting.generate(150, into: "\(directory)/two")
            let other = try setting.generate(
                150, into: "\(directory)/other", threadCount: threadCount)
            #expect(two == other)
            #expect(try treeSum("\(directory)/two") == treeSum("\(directory)/other"))
        }
    }

    @Test("Another seed gives other bytes")
    func seeds() throws {
        try withTemporaryDirectory { directory in
            let digests = try [1, 2].map { seed in
                try HotelContractsSetting(seed: seed)
                    .generate(20, into: "\(directory)/\(seed)").expected.digest
            }
            #expect(digests[0] != digests[1])
        }
    }

    @Test("A smaller tree has the first contracts of a larger one, by files and by bytes")
    func prefix() throws {
        try withTemporaryDirectory { directory in
            let setting = HotelContractsSetting()
            try setting.generate(200, into: "\(directory)/large")
            try setting.generate(70, into: "\(directory)/small")
            try setting.generate(.bytes(ByteCount(900_000)), into: "\(directory)/sized")
            for name in ["small", "sized"] {
                let contracts = "contracts/DESTINATIONS"
                for path in try files(of: "\(directory)/\(name)/\(contracts)").keys {
                    #expect(
                        try contents(of: "\(directory)/\(name)/\(contracts)/\(path)")
                            == contents(of: "\(directory)/large/\(contracts)/\(path)"))
                }
            }
        }
    }

    @Test(
        "A size in bytes is reached at the end of a file",
        arguments: [1, 5_000, 300_000, 1 << 20])
    func bytes(count: Int) throws {
        try withTemporaryDirectory { directory in
            let manifest = try HotelContractsSetting().generate(
                .bytes(ByteCount(count)), into: directory)
            let sizes = try files(of: "\(directory)/contracts")
            let contracts = sizes.filter { $0.key.hasPrefix("DESTINATIONS") }
            #expect(sizes.values.reduce(0, +) == manifest.bytes)
            #expect(contracts.count == manifest.units)
            #expect(manifest.bytes >= count)
            let found = try HotelContractsOracle.finding("\(directory)/contracts")
            #expect(found.digest == manifest.expected.digest)
            // One file fewer would not have been enough.
            guard count > 5_000 else { return }
            let fewer = try HotelContractsSetting().generate(
                manifest.units - 1, into: "\(directory)/fewer")
            #expect(fewer.bytes < count)
        }
    }

    @Test("At scale 0 there are boards and categories, but no hotels")
    func floor() throws {
        try withTemporaryDirectory { directory in
            let manifest = try HotelContractsSetting(parameters: HotelContractsSetting.plain)
                .generate(0, into: directory)
            let names = try files(of: "\(directory)/contracts").keys.sorted()
            #expect(
                names == ["GENERAL/GCAT_F", "GENERAL/GHOT_F", "GENERAL/GTTO_F", "GENERAL/IDES_F"])
            let hotels = try contents(of: "\(directory)/contracts/GENERAL/GHOT_F")
            #expect(hotels == Array("{GHOT}\n{/GHOT}\n".utf8))
            #expect(manifest.units == 0)
            #expect(manifest.expected.rows == 18)
            #expect(Directory.exists("\(directory)/contracts/DESTINATIONS"))
        }
    }

    @Test("Progress never decreases and ends with everything")
    func progress() throws {
        try withTemporaryDirectory { directory in
            var reports: [DatasetProgress] = []
            let manifest = try HotelContractsSetting().generate(
                .units(Scale(units: 400)), into: directory
            ) { reports.append($0) }
            #expect(reports.count > 4)
            for (before, after) in zip(reports, reports.dropFirst()) {
                #expect(before.unitsDone <= after.unitsDone)
                #expect(before.bytesDone <= after.bytesDone)
            }
            #expect(reports.last?.unitsDone == 400)
            #expect(reports.last?.unitsTotal == 400)
            #expect(reports.last?.bytesDone == manifest.bytes)
        }
    }
}

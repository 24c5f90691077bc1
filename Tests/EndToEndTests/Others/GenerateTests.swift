import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `membudget generate`: equal requests give equal bytes.
    @Suite struct Generating {
        private func generate(_ workplace: Workplace, _ options: String...) async throws
            -> Command.Result
        {
            try await workplace.run([Products.path("membudget"), "generate"] + options)
        }

        private func data(_ workplace: Workplace, _ folder: String) -> Data {
            FileManager.default.contents(atPath: workplace.directory.path(folder + "/data.csv"))
                ?? Data()
        }

        @Test("The same seed gives the same bytes, and another one doesn't")
        func deterministic() async throws {
            let workplace = try Workplace()
            for (folder, seed) in [("one", "5"), ("two", "5"), ("three", "6")] {
                let result = try await generate(
                    workplace, "csv-rows", "--scale", "3k", "--seed", seed, "--output", folder)
                #expect(result.status == 0, "\(result)")
                #expect(result.standardOutput.hasPrefix("\(folder)/data.csv: 3,000 rows ("))
            }
            #expect(!data(workplace, "one").isEmpty)
            #expect(data(workplace, "one") == data(workplace, "two"))
            #expect(data(workplace, "one") != data(workplace, "three"))
            #expect(workplace.text("one/manifest.json") == workplace.text("two/manifest.json"))
        }

        @Test("--size is rounded up to a whole last row")
        func size() async throws {
            let workplace = try Workplace()
            let result = try await generate(
                workplace, "csv-rows", "--size", "1MiB", "--output", "made")
            #expect(result.status == 0, "\(result)")
            let bytes = data(workplace, "made")
            #expect(bytes.count >= 1 << 20 && bytes.count < (1 << 20) + 4096)
            #expect(bytes.last == UInt8(ascii: "\n"))
            #expect(JSON(workplace.text("made/manifest.json"))["bytes"].integer == bytes.count)
        }

        @Test("An existing dataset is never overwritten")
        func taken() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("mine", to: "made/data.csv")
            let result = try await generate(
                workplace, "csv-rows", "--scale", "10", "--output", "made")
            #expect(result.status == 73, "\(result)")
            #expect(workplace.text("made/data.csv") == "mine")
            #expect(workplace.names(in: "made") == ["data.csv"])
        }

        @Test("An unknown kind or setting is a usage error with a suggestion, and writes nothing")
        func unknown() async throws {
            let workplace = try Workplace()
            let kind = try await generate(workplace, "csv-row", "--scale", "10", "--output", "made")
            #expect(kind.status == 64 && kind.standardError.contains("csv-rows"), "\(kind)")
            let setting = try await generate(
                workplace, "csv-rows", "--scale", "10", "--output", "made", "--set", "bda=1")
            #expect(setting.status == 64 && setting.standardError.contains("'bad'"), "\(setting)")
            #expect(!workplace.holds("made"))
        }

        @Test("--scale and --size exclude each other")
        func eitherOr() async throws {
            let workplace = try Workplace()
            let both = try await generate(
                workplace, "csv-rows", "--scale", "1", "--size", "1MiB", "--output", "made")
            #expect(both.status == 64)
            #expect(try await generate(workplace, "csv-rows", "--output", "made").status == 64)
        }

        @Test(
            "An invalid folder is reported in one sentence",
            arguments: ["file/below", "/proc/below"])
        func unwritable(output: String) async throws {
            let workplace = try Workplace()
            try workplace.directory.write("in the way", to: "file")
            let result = try await generate(
                workplace, "csv-rows", "--scale", "1", "--output", output)
            #expect([73, 74].contains(result.status), "\(result)")
            #expect(result.standardError.split(separator: "\n").count == 1, "\(result)")
        }

        @Test("A tree of contracts is generated, and its manifest is right")
        func tree() async throws {
            let workplace = try Workplace()
            let result = try await generate(
                workplace, "hotel-contracts", "--scale", "30", "--output", "made", "--set",
                "file-size=16KiB")
            #expect(result.status == 0, "\(result)")
            let manifest = JSON(workplace.text("made/manifest.json"))
            let rows = manifest["expected"]["rows"].integer ?? 0
            let failed = manifest["expected"]["rows_failed"].integer ?? 0
            let said = result.standardOutput.filter { $0 != "," }
            #expect(said.hasPrefix("made/contracts: 30 files \(rows) rows (\(failed) to reject) "))
            #expect(workplace.names(in: "made") == ["contracts", "manifest.json"])
            #expect(workplace.names(in: "made/contracts") == ["DESTINATIONS", "GENERAL"])
        }

        @Test("The counts in the manifest are those of Python")
        func oracle() async throws {
            let workplace = try Workplace()
            _ = try await generate(workplace, "csv-rows", "--scale", "2k", "--output", "made")
            let rows = try await Python.run(
                """
                import csv, sys
                print(sum(1 for _ in csv.reader(open(sys.argv[1], newline=""))) - 1)
                """, arguments: [workplace.directory.path("made/data.csv")])
            #expect(rows == "2000\n")
            #expect(JSON(workplace.text("made/manifest.json"))["units"].integer == 2000)
        }
    }
}

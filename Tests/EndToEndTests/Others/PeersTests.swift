import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A small `make bench-peers`, with the programs of a machine without a network.
    @Suite struct Peers {
        private static let jobs =
            "csv-scan,csv-ingest,ticket-export,barcode-migration,hotel-contracts"
        private static let peers = [
            "sqlite3 .import", "Python csv", "sqlite3 -csv", "sqlite3, one UPDATE",
            "Python super-batch, every core",
        ]

        @Test("Other programs have the same results, which are read back")
        func sameResults() async throws {
            let workplace = try Workplace()
            let result = try await Self.bench(
                in: workplace,
                options: ["--quick", "--rounds", "1", "--jobs", Self.jobs, "--output", "peers.md"])
            #expect(result.status == 0, "\(result)")
            let table = result.standardOutput
            #expect(!table.contains("differs"), "\(table)")
            for program in Self.peers {
                let row = table.split(separator: "\n").first { $0.hasPrefix("| \(program) |") }
                #expect(row?.hasSuffix("| the same |") == true, "\(program): \(table)")
            }
            let path = workplace.directory.path("peers.md")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == table)
        }

        @Test("An unknown job is refused with the known ones")
        func unknownJob() async throws {
            let workplace = try Workplace()
            let result = try await Self.bench(in: workplace, options: ["--jobs", "csv-digest"])
            #expect(result.status == 1)
            #expect(
                result.standardError.contains("unknown job 'csv-digest' (choose from csv-scan, "))
        }

        private static func bench(
            in workplace: Workplace, options: [String]
        ) async throws -> Command.Result {
            let script = URL(fileURLWithPath: #filePath)
                .appendingPathComponent("../../../../Scripts/bench-peers.py").standardized.path
            let products = URL(fileURLWithPath: try Products.path("membudget"))
                .deletingLastPathComponent().path
            return try await workplace.run(
                ["python3", script, products, "--work", "work"] + options,
                environment: ["MEMBUDGET_NO_PYPI": "1"])
        }
    }
}

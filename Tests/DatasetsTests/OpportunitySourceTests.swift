import Foundation
import HTTPSource
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

@Suite("Opportunities from an HTTP source, and the table of an earlier sync")
struct OpportunitySourceTests {
    private let directory: TemporaryDirectory
    private static let request = Scenario.DatasetRequest(kind: "opportunities")

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func generate(
        _ size: DatasetSize, parameters: [String: String] = [:]
    ) throws -> Dataset {
        var request = Self.request
        request.parameters = parameters
        return try Dataset.generate(
            request, size: size, into: directory.path("data-\(UUID().uuidString)"))
    }

    private typealias Row = [String: Any]

    private func rows(_ dataset: Dataset) async throws -> [String: Row] {
        let answer = try await Command.run([
            "sqlite3", "-json", dataset.path, "SELECT * FROM opportunities",
        ])
        let json = try JSONSerialization.jsonObject(with: Data(answer.standardOutput.utf8))
        let rows = try #require(json as? [Row])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] as? String ?? "", $0) })
    }

    /// Returns the items of all pages, read as a client would.
    private func items(count: Int) throws -> [Row] {
        let source = Source(SourceSettings())
        return try stride(from: 0, to: count, by: 100).flatMap { offset in
            let path = "/\(count)/opportunities?offset=\(offset)&limit=100"
            let body = try JSONSerialization.jsonObject(
                with: Data(source.answer(path: path, now: 0).body))
            return try #require((body as? Row)?["items"] as? [Row])
        }
    }

    private func isValid(_ item: Row) -> Bool {
        let due = item["due"] as? String
        return item["title"] is String && (item["amount_cents"] as? Int ?? -1) >= 0
            && due?.count == 20 && due?.hasSuffix("Z") == true
    }

    @Test("A complete sync of the table with the pages gives the manifest's result")
    func synced() async throws {
        let dataset = try generate(.units(Scale(units: 3000)))
        var rows = try await rows(dataset)
        let items = try items(count: 3000)
        let ids = Set(items.compactMap { $0["id"] as? String })
        let goneIDs = Set(rows.keys).subtracting(ids)
        #expect(goneIDs.count == 60)
        for id in goneIDs { rows[id] = nil }
        var failedCount = 0
        for item in items {
            if isValid(item) { rows[item["id"] as? String ?? ""] = item } else { failedCount += 1 }
        }
        var digest = RowDigest()
        for row in rows.values {
            var hash = RowHash()
            for column in OpportunityRecord.columns {
                switch row[column] {
                case let number as Int: hash.addField(integer: Int64(number))
                case let value: hash.addField("\(value ?? "")")
                }
            }
            digest.add(hash)
        }
        #expect(dataset.manifest.units == 3000 && failedCount > 0)
        #expect(
            dataset.manifest.expected
                == ExpectedOutcome(
                    rows: rows.count, rowsFailed: failedCount, digest: digest.hexadecimal))
    }

    @Test("The table is a single file, with the columns of a sync and no row of this sync")
    func table() async throws {
        let dataset = try generate(.units(Scale(units: 200)))
        let folder = URL(filePath: dataset.path).deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == ["previous.sqlite", "manifest.json"])
        let answer = try await Command.run([
            "sqlite3", dataset.path,
            """
            SELECT group_concat(name || ' ' || type || ' ' || pk) FROM pragma_table_info('opportunities');
            SELECT DISTINCT generation FROM opportunities; PRAGMA integrity_check;
            SELECT wr FROM pragma_table_list WHERE name = 'opportunities'
            """,
        ])
        #expect(
            answer.standardOutput == """
                id TEXT 1,title TEXT 0,agency TEXT 0,due TEXT 0,amount_cents INTEGER 0,\
                revision INTEGER 0,generation INTEGER 0
                0
                ok
                1

                """)
    }

    @Test("The same seed gives the same bytes, whatever the latency and the hazards")
    func determinism() throws {
        let plain = try generate(.units(Scale(units: 500)))
        let hostile = try generate(
            .units(Scale(units: 500)),
            parameters: [
                "latency-milliseconds": "100", "hazards": "server-error,replaced-records",
                "hazard-per-mille": "100", "shift-interval": "1",
            ])
        #expect(plain.manifest.expected == hostile.manifest.expected)
        #expect(plain.manifest.servedBytes == hostile.manifest.servedBytes)
        let files = try [plain, hostile].map { try Data(contentsOf: URL(filePath: $0.path)) }
        #expect(files[0] == files[1])
    }

    @Test("The served bytes are those of the pages of one pass")
    func served() throws {
        let source = Source(SourceSettings())
        var byteCount = 0
        for offset in stride(from: 0, to: 250, by: 100) {
            let path = "/250/opportunities?offset=\(offset)&limit=100"
            byteCount += source.answer(path: path, now: 0).body.count
        }
        let manifest = try generate(.units(Scale(units: 250))).manifest
        #expect(manifest.servedBytes == byteCount)
    }

    @Test("Zero opportunities, and sizes in bytes, are valid")
    func sizes() async throws {
        let none = try generate(.units(Scale(units: 0)))
        #expect(none.manifest.expected.rows == 0 && none.manifest.expected.rowsFailed == 0)
        let some = try generate(.bytes(.mebibytes(1)))
        #expect(try #require(some.manifest.servedBytes) >= 1 << 20)
    }

    @Test("A setting of other kinds is refused")
    func foreign() {
        let error = #expect(throws: DatasetError.self) {
            try generate(.units(Scale(units: 1)), parameters: ["fixtures": "3"])
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test(
        "A storage gives the place of the earlier table of each size",
        .enabled(if: Products.isBuilt("membudget-source"), "membudget-source has not been built"))
    func stored() async throws {
        let cache = DatasetCache(root: directory.path("cache"))
        var datasets: [Int: Dataset] = [:]
        for units in [0, 30] {
            datasets[units] = try cache.dataset(for: Self.request, scale: Scale(units: units))
        }
        let stored = try await DatasetKinds.storage(for: Self.request).prepare(datasets) {}
        defer { stored.stop() }
        #expect(stored.previous == datasets.mapValues(\.path))
        #expect(stored.locations[30]?.hasSuffix("/30") == true)
    }
}

import Files
import MemoryBudget
import PostgreSQLCluster
import Processes
import TestSupport
import Testing

@testable import Datasets

@Suite("The storage in which workers find the data", .serialized)
struct DatasetStorageTests {
    private func storage(_ kind: String) throws -> any DatasetStorage {
        try DatasetKinds.storage(for: Scenario.DatasetRequest(kind: kind))
    }

    private func datasets(in cache: DatasetCache, kind: String) throws -> [Int: Dataset] {
        let request = Scenario.DatasetRequest(kind: kind)
        return Dictionary(
            uniqueKeysWithValues: try [0, 200].map {
                ($0, try cache.dataset(for: request, scale: Scale(units: $0)))
            })
    }

    @Test("Most kinds use the generated files, always available and without further cost")
    func files() async throws {
        for kind in ["csv-rows", "hotel-contracts", "tickets"] {
            #expect(try storage(kind).unavailableReason == nil)
            #expect(try storage(kind).need(fileBytes: [1 << 20, 1 << 30]) == StorageNeed())
        }
        let root = try TemporaryDirectory()
        let datasets = try datasets(in: DatasetCache(root: root.path("cache")), kind: "csv-rows")
        let stored = try await storage("csv-rows").prepare(datasets) {}
        #expect(stored.locations == datasets.mapValues(\.path))
        #expect(stored.hiddenVariablePrefix == nil)
        stored.stop()
    }

    @Test("A server needs disk and time for all sizes at once, and reports if it is unavailable")
    func serverNeed() throws {
        let storage = try storage("tickets-postgresql")
        #expect(storage.unavailableReason == PostgreSQLCluster.unavailableReason)
        let need = storage.need(fileBytes: [10 << 20, 2 << 20])
        #expect(need.bytes == 100 << 20)
        #expect(need.duration == .seconds(1))
    }

    @Test(
        "A server has one database per size, until it is stopped",
        .enabled(if: PostgreSQLCluster.unavailableReason == nil, "PostgreSQL is not installed"))
    func server() async throws {
        let root = try TemporaryDirectory()
        let kind = "tickets-postgresql"
        let datasets = try datasets(in: DatasetCache(root: root.path("cache")), kind: kind)
        let stored = try await storage(kind).prepare(datasets) {}
        defer { stored.stop() }
        #expect(stored.locations[0]?.contains("dbname=tickets_0 ") == true)
        #expect(stored.locations[200]?.contains("dbname=tickets_200 ") == true)
        #expect(stored.hiddenVariablePrefix == "PG")
        stored.stop()
        stored.stop()
    }

    @Test(
        "Stopped work leaves no server",
        .enabled(if: PostgreSQLCluster.unavailableReason == nil, "PostgreSQL is not installed"))
    func stopped() async throws {
        struct Stop: Error {}
        let root = try TemporaryDirectory()
        let kind = "tickets-postgresql"
        let datasets = try datasets(in: DatasetCache(root: root.path("cache")), kind: kind)
        await #expect(throws: Stop.self) {
            try await storage(kind).prepare(datasets) { throw Stop() }
        }
        let own = HarnessIdentity.current.groupPrefix
        for folder in ["/tmp", environmentTemporaryFolder()] {
            #expect(!directoryEntries(folder).contains { $0.hasPrefix(own) })
        }
    }
}

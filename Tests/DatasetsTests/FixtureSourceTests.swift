import HTTPSource
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

@Suite("Teams and fixtures from an HTTP source")
struct FixtureSourceTests {
    private func generate(
        _ size: DatasetSize, parameters: [String: String] = [:]
    ) throws -> DatasetManifest {
        let directory = try TemporaryDirectory()
        var request = Scenario.DatasetRequest(kind: "team-fixtures")
        request.parameters = parameters
        return try Dataset.generate(request, size: size, into: directory.path("data")).manifest
    }

    @Test("The manifest describes what the source serves, each fixture once")
    func manifest() throws {
        let manifest = try generate(.units(Scale(units: 16)))
        let teams = TeamFixtures(seed: 42, teamCount: 16, fixtureCount: 20)
        var digest = RowDigest()
        var ids: Set<Int> = []
        var failedCount = 0
        var byteCount = teams.teamsJSON().count
        for team in 1...16 {
            byteCount += teams.fixturesJSON(team: team).count
            for index in 0..<20 {
                let fixture = teams.fixture(team: team, index: index)
                failedCount += fixture.defect == nil ? 0 : 1
                guard fixture.defect == nil, ids.insert(fixture.id).inserted else { continue }
                digest.add(fixture.hash)
            }
        }
        #expect(manifest.units == 16 && manifest.servedBytes == byteCount)
        #expect(
            manifest.expected
                == ExpectedOutcome(
                    rows: ids.count, rowsFailed: failedCount, digest: digest.hexadecimal))
        #expect(failedCount > 0)
    }

    @Test("Settings change the content, or only the way it is served")
    func settings() throws {
        let plain = try generate(.units(Scale(units: 4)))
        let slow = try generate(
            .units(Scale(units: 4)),
            parameters: ["latency-milliseconds": "500", "hazards": "slow-drip,empty-body"])
        let short = try generate(.units(Scale(units: 4)), parameters: ["fixtures": "3"])
        #expect(slow.expected == plain.expected && slow.servedBytes == plain.servedBytes)
        #expect(short.expected.rows + short.expected.rowsFailed == 12)
    }

    @Test("Zero teams, and sizes in bytes, are valid")
    func sizes() throws {
        let none = try generate(.units(Scale(units: 0)))
        #expect(none.expected.rows == 0 && none.units == 0)
        let some = try generate(.bytes(.mebibytes(1)))
        #expect(try #require(some.servedBytes) >= 1 << 20)
    }

    @Test(
        "Invalid settings are reported",
        arguments: [
            ("hazards", "fire"), ("fixtures", "0"), ("latency-milliseconds", "x"),
            ("hazard-per-mille", "1001"),
        ])
    func mistakes(name: String, value: String) {
        let error = #expect(throws: DatasetError.self) {
            try generate(.units(Scale(units: 1)), parameters: [name: value])
        }
        #expect(error?.code == .invalidParameter)
        #expect(error?.message.contains("'\(value)'") == true)
    }

    @Test(
        "One source serves every size, until it is stopped",
        .enabled(if: Products.isBuilt("membudget-source"), "membudget-source has not been built"))
    func served() async throws {
        let storage = try DatasetKinds.storage(
            for: Scenario.DatasetRequest(kind: "team-fixtures"))
        try #require(storage.unavailableReason == nil)
        let root = try TemporaryDirectory()
        let cache = DatasetCache(root: root.path("cache"))
        let request = Scenario.DatasetRequest(kind: "team-fixtures")
        var datasets: [Int: Dataset] = [:]
        for units in [0, 3] {
            datasets[units] = try cache.dataset(for: request, scale: Scale(units: units))
        }
        let stored = try await storage.prepare(datasets) {}
        defer { stored.stop() }
        let base = try #require(stored.locations[3])
        #expect(base.hasPrefix("http://127.0.0.1:") && base.hasSuffix("/3"))
        let script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read())"
        let teams = try await Command.run(["python3", "-c", script, base + "/teams"])
        #expect(teams.standardOutput.contains("\"id\":3"), "\(teams)")
        stored.stop()
        let gone = try await Command.run(["python3", "-c", script, base + "/teams"])
        #expect(gone.status != 0)
    }
}

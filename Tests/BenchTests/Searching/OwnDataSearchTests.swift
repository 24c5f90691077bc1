import Datasets
import Harness
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Searches on a user's own data")
struct OwnDataSearchTests {
    /// Creates a place with a command's scenario, and a file of five records.
    private func place(_ dataset: String, scales: String) throws -> Workplace {
        let text = """
            scenario: orders
            command: ["{libexec}/job", "{input}"]
            dataset: \(dataset)
            scales: \(scales)
            budget: { peak-rss: 64MiB }

            """
        let place = try Workplace(text) { .holding((8 << 20) + $0.cell.scale.units << 20) }
        try place.directory.write("id\n1\n2\n3\n4\n5\n", to: "orders.csv")
        return place
    }

    private func search(
        _ place: Workplace, input: String? = nil, maximum: Int = 1_000_000
    ) throws -> LimitSearch {
        var settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: "command")
        settings.input = input
        let (request, cell) = try settings.request(
            in: place.scenarios, on: place.system, events: place.note)
        return try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(64)),
            maximum: maximum, settings: settings, on: place.system, events: place.note)
    }

    @Test("The largest scale to try is all of a file", arguments: [false, true])
    func limit(isInput: Bool) async throws {
        let dataset = isInput ? "{ kind: csv-rows }" : "{ file: orders.csv }"
        let place = try place(dataset, scales: "[2, 4, 100]")
        var search = try search(place, input: isInput ? place.path("orders.csv") : nil)
        defer { search.end() }
        try await search.run()
        #expect(search.record.largestWithinUnits == 5 && search.status == .success)
        let reason = search.record.stoppedBecause ?? ""
        #expect(reason.contains("orders.csv' has 5 rows;") && reason.contains("repeat: true"))
        #expect(!reason.contains("--max-scale"))
        #expect(place.system.inputs.allSatisfy { ($0.keys.max() ?? 0) <= 5 })
    }

    /// Creates a place with a scenario of one file per scale.
    private func files(_ scales: [Int]) throws -> Workplace {
        let place = try place(
            "{ files: \"{here}/o-{scale}.csv\" }",
            scales: "[\(scales.map(String.init).joined(separator: ", "))]")
        for scale in scales { try place.directory.write("\(scale)", to: "o-\(scale).csv") }
        return place
    }

    @Test("Among files per scale the largest that fits is found, and nothing between is tried")
    func limitOfFiles() async throws {
        // 8 MiB, and 1 MiB per unit, of at most 64 MiB.
        let place = try files([2, 20, 50, 60, 90])
        var search = try search(place)
        defer { search.end() }
        try await search.run()
        #expect(search.record.largestWithinUnits == 50 && search.record.smallestOverUnits == 60)
        #expect(search.record.isResolved && search.status == .success)
        let tried = Set(place.system.trials.map(\.cell.scale.units))
        #expect(tried.isSubset(of: [2, 20, 50, 60, 90]))
    }

    @Test("If all files fit, or --max-scale excludes the others, that is reported")
    func allFilesFit() async throws {
        var all = try search(files([2, 20]))
        defer { all.end() }
        try await all.run()
        #expect(all.record.largestWithinUnits == 20 && all.status == .success)
        #expect(all.record.stoppedBecause == "there is no file for a larger scale")
        var some = try search(files([2, 20, 90]), maximum: 30)
        defer { some.end() }
        try await some.run()
        #expect(some.record.largestWithinUnits == 20)
        #expect(some.record.stoppedBecause?.contains("--max-scale") == true)
    }

    @Test("If the smallest file is over budget, no scale fits")
    func noFileFits() async throws {
        var search = try search(files([70, 90]))
        defer { search.end() }
        try await search.run()
        #expect(search.record.largestWithinUnits == nil && search.status == .overBudget)
    }
}

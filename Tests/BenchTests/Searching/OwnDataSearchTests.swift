import Datasets
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Searches on data of one's own")
struct OwnDataSearchTests {
    /// A command's scenario, and a file of five records.
    private func place(_ dataset: String, scales: String) throws -> Workplace {
        let text = """
            scenario: orders
            command: ["{libexec}/job", "{input}"]
            dataset: \(dataset)
            scales: \(scales)
            budget: { peak-rss: 64MiB }

            """
        let place = try Workplace(text) { _ in .holding(mebibytes: 8) }
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

    @Test("The largest scale that is tried is all of a file", arguments: [false, true])
    func limit(isInput: Bool) async throws {
        let dataset = isInput ? "{ kind: csv-rows }" : "{ file: orders.csv }"
        let place = try place(dataset, scales: "[2, 4, 100]")
        var search = try search(place, input: isInput ? place.path("orders.csv") : nil)
        defer { search.end() }
        try await search.run()
        #expect(search.record.largestWithinUnits == 5 && search.status == .success)
        #expect(place.system.inputs.allSatisfy { ($0.keys.max() ?? 0) <= 5 })
    }

    @Test("Between files per scale nothing can be searched")
    func limitOfFiles() throws {
        let place = try place("{ files: \"o-{scale}.csv\" }", scales: "[2]")
        try place.directory.write("2", to: "o-2.csv")
        let error = #expect(throws: BenchError.self) { try search(place) }
        #expect(error?.code == .failed(.usage))
    }
}

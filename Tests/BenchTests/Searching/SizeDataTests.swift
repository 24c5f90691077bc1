import Harness
import MemoryBudget
import Reports
import RunStore
import Synchronization
import TestSupport
import Testing

@testable import Bench

@Suite("Limits for sizes that can't be run")
struct SizeDataTests: SizingSuite {
    private func ownFile(
        _ dataset: String, scales: String = "[2, 4, 8]",
        law: @escaping FakeSystem.Law = { .holding(Int(Self.need(at: $0.cell.scale.units))) }
    ) throws -> Workplace {
        let place = try Workplace(
            """
            scenario: orders
            command: ["{libexec}/job", "{input}"]
            dataset: \(dataset)
            scales: \(scales)

            """,
            law: law)
        let rows = (0..<1_000).map { "\($0)\n" }.joined()
        try place.directory.write("id\n" + rows, to: "orders.csv")
        for size in [200, 500, 1_000, 2_000, 4_000] {
            try place.directory.write("id\n", to: "orders-\(size).csv")
        }
        return place
    }

    @Test("If a file ends before the largest input, the limit is only verified at the file's end")
    func shortFile() async throws {
        let place = try ownFile("{ file: orders.csv }")
        let search = try await search(place)
        let record = search.record
        #expect(search.status == .success && !record.isResolved && record.gap == .noData)
        #expect(record.points.last?.units == 1_000 && record.growth?.isExtrapolation == true)
        let runs = try #require(record.verification)
        #expect(runs.units == 1_000 && runs.limitBytes < record.limitBytes ?? 0)
        #expect(limited(search).allSatisfy { $0.budget?.limit.bytes == runs.limitBytes })
        #expect(Double(record.limitBytes ?? 0) >= Self.need(at: 10_000))
        #expect(record.stoppedBecause == "there is no data of size 10k")
    }

    @Test("Sizes measured below the file's end are verified at the whole file")
    func wholeFile() async throws {
        let search = try await search(ownFile("{ file: orders.csv }")) {
            $0.inputMax = Scale(units: 1_500)
            $0.scales = [50, 100, 200, 400, 700].map { Scale(units: $0) }
        }
        #expect(search.record.points.last?.units == 700)
        #expect(search.record.verification?.units == 1_000)
    }

    @Test("If the need jumps, there is a limit within the measured sizes, and none beyond them")
    func jump() async throws {
        let law: FakeSystem.Law = { planned in
            let units = planned.cell.scale.units
            return .holding(Int(Self.need(at: units)) + (units > 500 ? 160 << 20 : 0))
        }
        let place = try ownFile("{ file: orders.csv }", law: law)
        let beyond = try await search(place)
        #expect(beyond.status == .inconclusive && beyond.record.limitBytes == nil)
        #expect(beyond.record.stoppedBecause?.contains("no growth class fits") == true)
        #expect(beyond.record.verification == nil)
        let within = try await search(place) { $0.inputMax = Scale(units: 1_000) }
        let need = Self.need(at: 1_000) + 160 * 0x1p20
        #expect(within.status == .success && Double(within.record.limitBytes ?? 0) >= need)
        #expect(within.record.points.allSatisfy { $0.limitBytes ?? 0 >= $0.needBytes })
    }

    @Test("Two small sizes are not enough for one a thousand times as large")
    func uncertain() async throws {
        let search = try await search(ownFile("{ file: orders.csv }")) {
            $0.inputMax = Scale(units: 1_000_000)
            $0.scales = [500, 1_000].map { Scale(units: $0) }
        }
        #expect(search.status == .inconclusive && search.record.limitBytes == nil)
        #expect(search.record.stoppedBecause?.contains("measure larger sizes") == true)
    }

    @Test("Files per scale are measured at the existing scales")
    func files() async throws {
        let place = try ownFile(
            "{ files: \"orders-{scale}.csv\" }", scales: "[200, 500, 1000, 2000, 4000]")
        let search = try await search(place) {
            $0.inputMax = Scale(units: 4_000)
            $0.engine = .nextflow
        }
        #expect(search.record.points.map(\.units) == [200, 500, 1_000, 2_000, 4_000])
        #expect(search.record.isResolved)
        #expect(Set(limited(search).map(\.scale.units)) == [4_000])
    }

    @Test("A single size with data is rejected before anything runs")
    func oneSize() async throws {
        let place = try ownFile("{ files: \"orders-{scale}.csv\" }", scales: "[200, 4000]")
        let error = await #expect(throws: BenchError.self) {
            try await search(place) { $0.inputMax = Scale(units: 300) }
        }
        #expect(error?.code == .failed(.usage) && place.system.trials.isEmpty)
    }

    @Test("Sizes that need more than half of the memory are skipped, as is the largest input")
    func tooLarge() async throws {
        // Half of the memory is 128 MiB; 10,000 rows need 164 MiB, and 4,500 rows need 78 MiB.
        let search = try await search(job(memoryBytes: 256 << 20))
        let record = search.record
        #expect(record.gap == .needsTooMuch && !record.isResolved && search.status == .success)
        #expect(record.points.last?.units == 4_500 && record.verification?.units == 4_500)
        #expect(Double(record.limitBytes ?? 0) >= Self.need(at: 10_000))
    }
}

import Judging
import MemoryBudget
import TestSupport
import Testing

@testable import HeapProfile
@testable import Reports
@testable import RunStore

@Suite("Exports in Documentation/JSON.md")
struct DocumentationTests {
    @Test("Every key of a comparison is documented, and no other")
    func keys() throws {
        let run = Fixture.run(Fixture.ingest)
        let json = try ComparisonReport(of: RunComparison(of: run, against: run)).json()
        let documented = try KeyTables.committed().keys(of: "A comparison")
        #expect(try KeyTables.keys(encoded: json.utf8) == documented)
    }

    @Test("Every key of an exported profile is documented, and no other")
    func profile() throws {
        var record = Fixture.profile(of: Fixture.grown.cells[0])
        record.heap.threads = [
            HeapProfile.Thread(id: 7, name: "app", stack: [0], extent: .whole)
        ]
        record.heap.phases = [Fixture.phase("insert")]
        record.heap.maps = [HeapProfile.MapSite(stack: [0], peak: .init(count: 1), end: .init())]
        record.heap.largestUnprofiled = 12
        record.heap.peakBreakdown?.dirtyBytes = 0
        record.heap.peakReading = MemoryReading(
            atNanoseconds: 1, residentBytes: 1, peakBytes: 1)
        record.inflation = try JSONText.decode(
            ProfileInflation.self, from: Array("{\"rss_ratio\":1.01,\"cpu_ratio\":1.02}".utf8))
        var renderer = ProfileJSON()
        renderer.selection.to = "insert"
        let documented = try KeyTables.committed().keys(of: "An exported profile")
        let keys = try KeyTables.keys(encoded: renderer.contents(of: record))
        #expect(keys.symmetricDifference(documented).isEmpty)
    }
}

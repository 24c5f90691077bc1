import MemoryBudget
import RunStore
import Testing

@testable import HeapProfile
@testable import Reports

@Suite("Captions of memory breakdowns")
struct BreakdownCaptionTests {
    private func report(read: Int, of peak: Int) -> String {
        var record = Fixture.profiled()
        let reading = MemoryReading(
            atNanoseconds: 1_230_000_000, residentBytes: read << 20, peakBytes: peak << 20)
        record.heap.peakReading = reading
        var breakdown = MemoryBreakdown()
        breakdown.liveBytes = read << 20
        if reading.isAtPeak { record.heap.peakBreakdown = breakdown }
        return words(of: record)
    }

    /// The table in one line.
    private func words(of record: ProfileRecord) -> String {
        ProfileTable().text(of: record).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    @Test("The caption gives the RSS when memory was read, its share of the peak, and the time")
    func read() {
        let text = report(read: 396, of: 400)
        #expect(
            text.contains("Resident memory after 1.23 s: 396.0 MiB, 99 % of peak RSS"),
            "\(text)")
        #expect(text.contains("live blocks of malloc"))
    }

    @Test("A peak that was not read has no breakdown, and no other moment stands in for it")
    func missed() {
        let text = report(read: 12, of: 400)
        #expect(text.contains("not read at the peak RSS of 400.0 MiB"), "\(text)")
        #expect(text.contains("the highest full reading was 12.0 MiB, 3 % of it"), "\(text)")
        #expect(!text.contains("live blocks of malloc"))
    }

    @Test("The caption of a killed command is about its end")
    func end() {
        var record = Fixture.profiled()
        record.heap.threads = []
        var breakdown = MemoryBreakdown()
        breakdown.liveBytes = 100 << 20
        record.heap.endBreakdown = breakdown
        record.heap.peakReading = MemoryReading(
            atNanoseconds: 1, residentBytes: 100 << 20, peakBytes: 100 << 20)
        let text = words(of: record)
        #expect(
            text.contains("Resident memory at the end: 100.0 MiB, 100 % of peak RSS"),
            "\(text)")
    }
}

import MemoryBudget
import RunStore
import Testing

@testable import HeapProfile
@testable import Reports

@Suite("The heading of the sum from heap to RSS")
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

    @Test("It says at which RSS memory was read, what share of the peak that is, and when")
    func read() {
        let text = report(read: 396, of: 400)
        #expect(
            text.contains("From heap to RSS, read at 396.0 MiB, 99 % of peak RSS, after 1.23 s"),
            "\(text)")
        #expect(text.contains("live blocks of malloc"))
    }

    @Test("A peak that nobody read has no sum: that of another moment is not shown for it")
    func missed() {
        let text = report(read: 12, of: 400)
        #expect(text.contains("not read at the peak RSS of 400.0 MiB"), "\(text)")
        #expect(text.contains("the highest full reading was 12.0 MiB, 3 % of it"), "\(text)")
        #expect(!text.contains("live blocks of malloc"))
    }

    @Test("Of a killed command it tells of the end")
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
            text.contains("From heap to RSS, read at the end at 100.0 MiB, 100 % of peak RSS"),
            "\(text)")
    }
}

internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The caption of a memory breakdown: the moment that it shows, and how close that is to the peak.
struct BreakdownCaption {
    private let record: ProfileRecord

    init(_ record: ProfileRecord) { self.record = record }

    /// The caption, or the reason for a missing breakdown; `nil` if nothing was read at all.
    var text: String? {
        switch record.moment {
        case .end: return record.breakdown.map(atEnd)
        case .peak: return record.heap.peakReading.map(atPeak) ?? record.breakdown.map(untimed)
        }
    }

    /// The subject, with the process ID if the process is not the largest one.
    private var subject: String {
        "Resident memory"
            + (record.heap.largestUnprofiled == nil ? "" : " of process \(record.heap.processID)")
    }

    private func atEnd(_ breakdown: MemoryBreakdown) -> String {
        let reading = MemoryReading(
            atNanoseconds: 0, residentBytes: breakdown.totalBytes,
            peakBytes: record.heap.peakReading?.peakBytes ?? 0)
        return "\(subject) at the end: \(ByteCount(reading.residentBytes)),"
            + " \(Figures.percent(reading.peakShare)) of peak RSS"
    }

    /// Returns the caption for profiles of earlier builds, which lack the time of the reading.
    private func untimed(_ breakdown: MemoryBreakdown) -> String {
        "\(subject): \(ByteCount(breakdown.totalBytes))"
    }

    private func atPeak(_ reading: MemoryReading) -> String {
        let time = TimeSpan.describe(.nanoseconds(Int64(reading.atNanoseconds)))
        let read = ByteCount(reading.residentBytes)
        let share = Figures.percent(reading.peakShare)
        guard record.breakdown != nil else {
            return
                "\(subject) was not read at the peak RSS of \(ByteCount(reading.peakBytes)), which"
                + " passed too quickly; the highest full reading was \(read), \(share) of it, after"
                + " \(time)"
        }
        return "\(subject) after \(time): \(read), \(share) of peak RSS"
    }
}

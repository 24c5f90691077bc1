internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The heading of a breakdown: of which moment it is, and how near that is to the peak.
struct BreakdownCaption {
    private let record: ProfileRecord

    init(_ record: ProfileRecord) { self.record = record }

    /// The heading, or why there is no breakdown; nil where nothing was read at all.
    var text: String? {
        switch record.moment {
        case .end: return record.breakdown.map(atEnd)
        case .peak: return record.heap.peakReading.map(atPeak) ?? record.breakdown.map(untimed)
        }
    }

    /// Of another process than the largest it is said which.
    private var subject: String {
        "From heap to RSS"
            + (record.heap.largestUnprofiled == nil ? "" : " of process \(record.heap.processID)")
    }

    private func atEnd(_ breakdown: MemoryBreakdown) -> String {
        let reading = MemoryReading(
            atNanoseconds: 0, residentBytes: breakdown.totalBytes,
            peakBytes: record.heap.peakReading?.peakBytes ?? 0)
        return "\(subject), read at the end at \(ByteCount(reading.residentBytes)),"
            + " \(Figures.percent(reading.peakShare)) of peak RSS"
    }

    /// In profiles of earlier builds nothing tells when it was read.
    private func untimed(_ breakdown: MemoryBreakdown) -> String {
        "\(subject), read at \(ByteCount(breakdown.totalBytes))"
    }

    private func atPeak(_ reading: MemoryReading) -> String {
        let time = TimeSpan.describe(.nanoseconds(Int64(reading.atNanoseconds)))
        let read = ByteCount(reading.residentBytes)
        let share = Figures.percent(reading.peakShare)
        guard record.breakdown != nil else {
            return
                "\(subject): not read at the peak RSS of \(ByteCount(reading.peakBytes)), which"
                + " passed too quickly; the highest full reading was \(read), \(share) of it, after"
                + " \(time)"
        }
        return "\(subject), read at \(read), \(share) of peak RSS, after \(time)"
    }
}

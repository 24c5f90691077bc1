extension HeapProfile {
    /// The maximum number of functions in a stack, including inlined ones. The sampler records at
    /// most 128 frames.
    static let stackFunctionsMaximum = 2_048

    /// The reason why the profile can't have been recorded; `nil` if it is valid.
    ///
    /// A file may have been modified since it was written. Wrong indexes would be out of bounds,
    /// and negative figures can't be drawn.
    package var objection: String? {
        guard schema == Self.schema else {
            return "its schema is '\(schema)', this membudget reads '\(Self.schema)'"
        }
        if let (name, _) = counts.first(where: { $0.value < 0 }) {
            return "'\(name)' is negative"
        }
        return frameObjection ?? stackObjection ?? siteObjection ?? phaseObjection
    }

    private var counts: [(key: String, value: Int)] {
        [
            ("sample_interval_bytes", sampleIntervalBytes),
            ("first_sample_interval_bytes", firstSampleIntervalBytes),
            ("peak_bytes", peakBytes), ("peak_error_bytes", peakErrorBytes),
            ("end_bytes", endBytes), ("total_bytes", totalBytes), ("total_count", totalCount),
            ("thread_count", threadCount), ("lost_sample_count", lostSampleCount),
            ("sampling_ns", samplingNanoseconds), ("lost_map_count", lostMapCount ?? 0),
            ("peak_reading.at_ns", peakReading?.atNanoseconds ?? 0),
            ("peak_reading.resident_bytes", peakReading?.residentBytes ?? 0),
            ("peak_reading.peak_bytes", peakReading?.peakBytes ?? 0),
        ]
            + [("peak_breakdown", peakBreakdown), ("end_breakdown", endBreakdown)]
            .flatMap { name, breakdown in (breakdown?.parts ?? []).map { (name, $0) } }
    }

    private var frameObjection: String? {
        let isWrong = frames.contains { frame in
            frame.module.map { !modules.indices.contains($0) } ?? false
        }
        return isWrong ? "a frame refers to a missing module" : nil
    }

    /// The reason why a stack is invalid: it refers to a missing frame, or is too long.
    private var stackObjection: String? {
        let stacks =
            sites.map(\.stack) + (maps ?? []).map(\.stack) + (threads ?? []).map(\.stack)
        for stack in stacks {
            var count = 0
            for index in stack {
                guard frames.indices.contains(index) else {
                    return "a stack refers to a missing frame"
                }
                count += max(1, frames[index].functions.count)
            }
            guard count <= Self.stackFunctionsMaximum else {
                return "a stack has more than \(Self.stackFunctionsMaximum) functions"
            }
        }
        return nil
    }

    private var siteObjection: String? {
        let figures = sites.lazy.flatMap { site in
            [site.totalCount, site.temporaryCount]
                + [site.peak, site.end, site.total].flatMap { sum in
                    [Double(sum.samples), sum.bytes, sum.variance, sum.count]
                }
        }
        let sums = (maps ?? []).lazy.flatMap { [$0.peak, $0.end] }
        let isNegative =
            figures.contains { $0 < 0 }
            || sums.contains { $0.count < 0 || $0.bytes < 0 || $0.residentBytes < 0 }
        return isNegative ? "a site has a negative figure" : nil
    }

    private var phaseObjection: String? {
        for phase in phases ?? [] {
            guard phase.startedNanoseconds >= 0, phase.liveBytes >= 0 else {
                return "a phase has a negative figure"
            }
            for site in phase.sites {
                guard sites.indices.contains(site.site) else {
                    return "a phase refers to a missing site"
                }
                guard site.bytes >= 0, site.variance >= 0, site.totalVariance >= 0 else {
                    return "a phase has a negative figure"
                }
            }
        }
        return nil
    }
}

extension MemoryBreakdown {
    fileprivate var parts: [Int] {
        [
            liveBytes, slackBytes, metadataBytes, dirtyBytes ?? 0, retainedBytes,
            anonymousMapsBytes, stacksBytes, binariesBytes, filesBytes, sharedBytes, samplerBytes,
            unexplainedBytes,
        ]
    }
}

extension HeapProfile {
    /// The most functions of a stack, inlined ones too. The sampler records 128 places of a stack.
    static let stackFunctionsMaximum = 2_048

    /// The reason why it can't have been recorded; nil if it can.
    ///
    /// Whatever is read back from a file may have been changed since: its indexes would lead out of
    /// its arrays, and what is less than nothing has no place in a picture.
    package var objection: String? {
        guard schema == Self.schema else {
            return "its schema is '\(schema)', this membudget reads '\(Self.schema)'"
        }
        if let (name, _) = counts.first(where: { $0.value < 0 }) {
            return "'\(name)' is less than 0"
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
        return isWrong ? "a frame is in a module that it doesn't have" : nil
    }

    /// Every stack leads to frames that it has, and ends.
    private var stackObjection: String? {
        let stacks =
            sites.map(\.stack) + (maps ?? []).map(\.stack) + (threads ?? []).map(\.stack)
        for stack in stacks {
            var count = 0
            for index in stack {
                guard frames.indices.contains(index) else {
                    return "a stack has a frame that it doesn't have"
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
        return isNegative ? "a site held less than nothing" : nil
    }

    private var phaseObjection: String? {
        for phase in phases ?? [] {
            guard phase.startedNanoseconds >= 0, phase.liveBytes >= 0 else {
                return "a phase has a figure that is less than 0"
            }
            for site in phase.sites {
                guard sites.indices.contains(site.site) else {
                    return "a phase has a site that it doesn't have"
                }
                guard site.bytes >= 0, site.variance >= 0, site.totalVariance >= 0 else {
                    return "a phase has a figure that is less than 0"
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

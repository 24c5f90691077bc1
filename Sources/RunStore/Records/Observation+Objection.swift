internal import MemoryBudget

extension Observation {
    /// The reason that it can't have been measured; `nil` if it can.
    ///
    /// A file may have been edited since it was written, and an impossible figure would be judged
    /// like any other.
    var objection: String? {
        if let (name, value) = figures.first(where: { $0.value < 0 }) {
            return "'\(name)' is \(value), but can't be less than 0"
        }
        if scale.units < 0 { return "a scale can't have fewer than 0 units" }
        if scale.inputBytes ?? 0 < 0 { return "an input can't have fewer than 0 bytes" }
        if outcome == .completed, peakRSSBytes == 0 {
            return "a completed process can't have a peak of 0 bytes"
        }
        return nil
    }

    /// All figures that are counts.
    private var figures: [(key: String, value: Int)] {
        let optional: [(String, Int?)] = [
            ("index", index),
            ("peak_rss_bytes", peakRSSBytes),
            ("peak_rss_low_bytes", peakRSSLowBytes),
            ("peak_rss_high_bytes", peakRSSHighBytes),
            ("counter_error_bytes", counterErrorBytes),
            ("peak_anon_bytes", peakAnonBytes),
            ("peak_file_bytes", peakFileBytes),
            ("peak_shmem_bytes", peakShmemBytes),
            ("peak_tree_bytes", peakTreeBytes),
            ("peak_live_bytes", peakLiveBytes),
            ("cgroup_peak_bytes", cgroupPeakBytes),
            ("end_rss_bytes", endRSSBytes),
            ("overshoot_bytes", overshootBytes),
            ("wall_ns", wallNanoseconds),
            ("user_ns", userNanoseconds),
            ("system_ns", systemNanoseconds),
            ("major_faults", majorFaults),
            ("read_bytes", readBytes),
            ("written_bytes", writtenBytes),
            ("units_done", unitsDone),
            ("units_total", unitsTotal),
            ("rows_failed", rowsFailed),
            ("process_count", processCount),
            ("cpus", processorCount),
        ]
        let counted = (counts ?? []).map { (key: $0.name, value: $0.value) }
        return optional.compactMap { key, value in value.map { (key: key, value: $0) } } + counted
    }
}

extension RunRecord {
    /// The reason and position of a trial that can't have been measured; `nil` if all can.
    var objection: String? {
        for (scenario, record) in scenarios.enumerated() {
            for (cell, cellRecord) in record.cells.enumerated() {
                for (trial, observation) in cellRecord.trials.enumerated() {
                    guard let objection = observation.objection else { continue }
                    return "'scenarios[\(scenario)].cells[\(cell)].trials[\(trial)]' is not a"
                        + " trial: \(objection)"
                }
            }
        }
        return nil
    }
}

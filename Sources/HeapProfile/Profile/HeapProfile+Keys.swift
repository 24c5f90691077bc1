internal import MemoryBudget

extension HeapProfile {
    enum CodingKeys: String, StoredKey {
        case schema, modules, frames, sites, maps, phases, threads
        case processID = "process_id"
        case sampleIntervalBytes = "sample_interval_bytes"
        case firstSampleIntervalBytes = "first_sample_interval_bytes"
        case peakBytes = "peak_bytes"
        case peakErrorBytes = "peak_error_bytes"
        case endBytes = "end_bytes"
        case totalBytes = "total_bytes"
        case totalCount = "total_count"
        case threadCount = "thread_count"
        case lostSampleCount = "lost_sample_count"
        case samplingNanoseconds = "sampling_ns"
        case peakBreakdown = "peak_breakdown"
        case peakReading = "peak_reading"
        case endBreakdown = "end_breakdown"
        case namesMissing = "names_missing"
        case lostMapCount = "lost_map_count"
        case largestUnprofiled = "largest_unprofiled"
    }
}

extension HeapProfile.MapSum {
    enum CodingKeys: String, StoredKey {
        case count, bytes
        case residentBytes = "resident_bytes"
    }
}

extension HeapProfile.MapSite {
    enum CodingKeys: String, StoredKey {
        case stack, peak, end
    }
}

extension HeapProfile.Module {
    enum CodingKeys: String, StoredKey {
        case path
        case buildID = "build_id"
    }
}

extension HeapProfile.Frame {
    enum CodingKeys: String, StoredKey {
        case module, address, functions
    }
}

extension HeapProfile.Function {
    enum CodingKeys: String, StoredKey {
        case name, symbol, file, line, role
    }
}

extension HeapProfile.Thread {
    enum CodingKeys: String, StoredKey {
        case id, name, stack, extent
    }

    init(_ stack: ThreadStack, stack frames: [Int]) {
        self.init(id: stack.id, name: stack.name, stack: frames, extent: stack.extent)
    }
}

extension HeapProfile.Site {
    enum CodingKeys: String, StoredKey {
        case stack, peak, end, total
        case totalCount = "total_count"
        case temporaryCount = "temporary_count"
    }
}

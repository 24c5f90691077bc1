internal import Glibc
internal import HeapProfile
internal import Processes

extension HeapProfile {
    /// The profile of a trial's largest process, of what that left behind.
    ///
    /// - Parameters:
    ///   - process: The largest process of the tree; nil if it is not known.
    ///   - autopsies: Where the threads of killed processes were.
    ///   - allocatorMetadataBytes: What jemalloc tells of its own records; nil for another allocator.
    ///   - searchPath: Where the symbolizer is looked for, as in `PATH`.
    /// - Returns: nil if no process took the sampler: static programs and those that change their user
    ///   take no preload.
    static func read(
        from folder: SampleFolder, largest process: Int?, autopsies: [pid_t: Autopsy],
        allocatorMetadataBytes: Int?, searchPath: String
    ) async -> HeapProfile? {
        guard let table = largestTable(in: folder, largest: process) else { return nil }
        let autopsy = autopsies[pid_t(truncatingIfNeeded: table.processID)]
        let end = folder.end(of: table.processID)
        let map = AddressMap(parsing: autopsy?.map ?? end?.maps ?? "")
        var builder = ProfileBuilder(map: map, symbolizer: LLVMSymbolizer(searchPath: searchPath))
        var profile = await builder.profile(of: table, threads: autopsy?.readableThreads)
        func breakdown(_ capture: MemoryCapture?) -> MemoryBreakdown? {
            let state = capture?.state(
                allocatorMetadataBytes: allocatorMetadataBytes, samplerFolder: folder.path)
            return state.map { MemoryBreakdown($0) }
        }
        profile.endBreakdown = breakdown(end)
        // Between two looks a peak may rise by less than is worth one, and the end may be the highest.
        let peaks = [breakdown(folder.peak(of: table.processID)), profile.endBreakdown]
        profile.peakBreakdown = peaks.compactMap(\.self).max { $0.totalBytes < $1.totalBytes }
        return profile
    }

    private static func largestTable(in folder: SampleFolder, largest: Int?) -> SampleTable? {
        if let largest, let table = folder.table(of: largest).flatMap({ SampleTable($0) }) {
            return table
        }
        let tables = folder.processes.compactMap { process in
            folder.table(of: process).flatMap { SampleTable($0) }
        }
        return tables.max { $0.peakLiveBytes < $1.peakLiveBytes }
    }
}

internal import Glibc
internal import HeapProfile
internal import Processes

extension HeapProfile {
    /// Reads the profile of a trial's largest process from the files that the process left.
    ///
    /// - Parameter searchPath: The search path of the symbolizer, like `PATH`.
    /// - Returns: `nil` if no process loaded the sampler: static programs and those that change
    ///   their user ignore preloads.
    /// - Throws: `MachineError` if the sampler is of another build, whose tables can't be read.
    static func read(
        from folder: SampleFolder, of trial: RawTrial, searchPath: String
    ) async throws(MachineError) -> HeapProfile? {
        let largest = trial.peak?.process.map { Int($0.id) }
        guard let table = try largestTable(in: folder, largest: largest) else { return nil }
        let autopsy = trial.tree.autopsies[pid_t(truncatingIfNeeded: table.processID)]
        let peak = folder.captures.peak(of: table.processID)
        let reading = peak.map { MemoryReading($0, of: table.processID, in: trial) }
        let end = folder.captures.end(of: table.processID)
        let map =
            autopsy.map { AddressMap(parsing: $0.map) } ?? AddressMap(end?.state.regions ?? [])
        var builder = ProfileBuilder(map: map, symbolizer: LLVMSymbolizer(searchPath: searchPath))
        let memory = MemoryReadings(
            peak: reading?.isAtPeak == true ? peak?.state : nil, end: end?.state)
        var profile = await builder.profile(
            of: table, phases: folder.phases(of: table.processID),
            threads: autopsy?.readableThreads, memory: memory)
        profile.peakReading = reading
        if let largest, largest != table.processID { profile.largestUnprofiled = largest }
        return profile
    }

    /// Returns the table of the largest process. If that process has none (it may be a forked
    /// child), returns the table of the process that held the most.
    private static func largestTable(
        in folder: SampleFolder, largest: Int?
    ) throws(MachineError) -> SampleTable? {
        if let largest, let table = try readTable(of: largest, in: folder) { return table }
        var found: SampleTable?
        for process in folder.processes {
            guard let table = try readTable(of: process, in: folder) else { continue }
            if table.peakLiveBytes > found?.peakLiveBytes ?? -1 { found = table }
        }
        return found
    }

    private static func readTable(
        of process: Int, in folder: SampleFolder
    ) throws(MachineError) -> SampleTable? {
        guard let contents = folder.table(of: process) else { return nil }
        guard !SampleTable.isForeign(contents) else {
            throw MachineError(
                .unavailable,
                "libmembudget-sampler.so and membudget are different builds: install both together")
        }
        return SampleTable(contents)
    }
}

extension MemoryReading {
    fileprivate init(_ capture: MemoryCapture, of processID: Int, in trial: RawTrial) {
        let process = trial.tree.processes.first { Int($0.id) == processID }
        self.init(
            atNanoseconds: max(0, capture.takenNanoseconds - trial.tree.startNanoseconds),
            residentBytes: capture.state.residentBytes,
            peakBytes: process?.peakRSSBytes ?? trial.peak?.bytes ?? 0)
    }
}

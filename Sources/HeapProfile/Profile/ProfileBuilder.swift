internal import MemoryBudget

/// A builder of profiles from a process's sample table and its memory map.
///
/// ```swift
/// func profile(of table: SampleTable, maps: String) async -> HeapProfile {
///     var builder = ProfileBuilder(
///         map: AddressMap(parsing: maps), symbolizer: LLVMSymbolizer(searchPath: "/usr/bin"))
///     return await builder.profile(of: table)
/// }
/// ```
package struct ProfileBuilder {
    private let map: AddressMap
    private let symbolizer: (any Symbolizer)?
    private var modules: [HeapProfile.Module] = []
    private var moduleIndexes: [String: Int] = [:]
    private var files: [ELFFile?] = []
    private var frames: [HeapProfile.Frame] = []
    private var frameIndexes: [UInt64: Int] = [:]
    private var namesMissing: HeapProfile.NamesMissing?
    /// The symbolizer's answers, by frame.
    private var sources: [Int: [SourceFunction]] = [:]

    /// The time limit for all symbolization, which users wait for although no measurement includes
    /// it.
    private static let timeLimit = Duration.seconds(20)

    /// Creates a builder.
    ///
    /// - Parameter symbolizer: The source of names; `nil` leaves frames with addresses only.
    package init(map: AddressMap, symbolizer: (any Symbolizer)?) {
        self.map = map
        self.symbolizer = symbolizer
    }

    /// Returns the profile. Frames that can't be symbolized in time have addresses only.
    ///
    /// - Parameters:
    ///   - table: The sample table of the process.
    ///   - phases: The phases named by the program.
    ///   - threads: The stacks of the threads when the process was killed; `nil` if it wasn't.
    ///   - memory: The readings of the process's memory.
    package mutating func profile(
        of table: SampleTable, phases: [PhaseSnapshot] = [], threads: [ThreadStack]? = nil,
        memory: MemoryReadings = .none
    ) async -> HeapProfile {
        let sites = table.sites.map { site in
            HeapProfile.Site(
                stack: stack(site.stack), peak: site.atPeak,
                end: site.atEnd, total: site.total, totalCount: site.totalCount,
                temporaryCount: site.temporaryCount)
        }
        let threads = threads?.map { HeapProfile.Thread($0, stack: stack($0.addresses)) }
        let maps = memory.maps.map { map in
            HeapProfile.MapSite(
                stack: stack(table.stack(of: map.frame)), peak: map.peak, end: map.end)
        }
        await symbolize()
        weigh()
        return HeapProfile(
            processID: table.processID, sampleIntervalBytes: table.intervalBytes,
            firstSampleIntervalBytes: table.firstIntervalBytes, peakBytes: table.peakLiveBytes,
            peakErrorBytes: table.liveErrorBytes, endBytes: table.endLiveBytes,
            totalBytes: table.totalBytes, totalCount: table.totalCount,
            threadCount: table.threadCount, lostSampleCount: table.lostSampleCount,
            samplingNanoseconds: table.samplingNanoseconds,
            peakBreakdown: memory.peak.map { MemoryBreakdown($0) },
            endBreakdown: memory.end.map { MemoryBreakdown($0) }, modules: modules, frames: frames,
            sites: sites, maps: maps,
            lostMapCount: table.lostMapCount > 0 ? table.lostMapCount : nil,
            phases: Self.phases(phases, of: table), threads: threads, namesMissing: namesMissing)
    }

    private static func phases(
        _ snapshots: [PhaseSnapshot], of table: SampleTable
    ) -> [HeapProfile.Phase]? {
        guard !snapshots.isEmpty else { return nil }
        return snapshots.map { HeapProfile.Phase($0, start: table.startedNanoseconds) }
    }

    /// Symbolizes the stacks of threads without building a profile.
    package mutating func namedThreads(_ threads: [ThreadStack]) async -> [NamedThread] {
        let threads = threads.map { HeapProfile.Thread($0, stack: stack($0.addresses)) }
        await symbolize()
        weigh()
        let naming = FrameNaming(frames: frames, modules: modules)
        return threads.map { NamedThread($0, naming: naming) }
    }

    private mutating func stack(_ addresses: [UInt64]) -> [Int] {
        addresses.map { frame(returningTo: $0) }
    }

    /// Returns the frame of a call, given its return address. The call ends just before that
    /// address.
    private mutating func frame(returningTo address: UInt64) -> Int {
        if let known = frameIndexes[address] { return known }
        let place = address &- 1
        var frame = HeapProfile.Frame(module: nil, address: place, functions: [])
        if let mapping = map.mapping(of: place) {
            let module = module(at: mapping.name)
            let offset = place - mapping.start + mapping.offset
            frame.module = module
            frame.address = files[module]?.address(ofOffset: offset) ?? offset
        }
        frames.append(frame)
        frameIndexes[address] = frames.count - 1
        return frames.count - 1
    }

    private mutating func module(at path: String) -> Int {
        if let known = moduleIndexes[path] { return known }
        let file = ELFFile(path: path)
        modules.append(HeapProfile.Module(path: path, buildID: file?.buildID))
        files.append(file)
        moduleIndexes[path] = modules.count - 1
        return modules.count - 1
    }

    /// Symbolizes as many frames as the time limit allows.
    private mutating func symbolize() async {
        guard let symbolizer else {
            namesMissing = .noSymbolizer
            return
        }
        let start = ContinuousClock.now
        let byModule = Dictionary(grouping: frames.indices, by: { frames[$0].module })
        // Begins with the file that has most frames, in case time runs out.
        for (module, indexes) in byModule.sorted(by: { $0.value.count > $1.value.count }) {
            guard let module, files[module] != nil else { continue }
            do {
                let rest = Self.timeLimit - (ContinuousClock.now - start)
                guard rest > .zero else { throw SymbolizerError.outOfTime }
                try await name(indexes, of: modules[module].path, by: symbolizer, timeout: rest)
            } catch {
                namesMissing = .symbolizerFailed
            }
        }
    }

    private mutating func name(
        _ indexes: [Int], of path: String, by symbolizer: any Symbolizer, timeout: Duration
    ) async throws {
        let found = try await symbolizer.functions(
            at: indexes.map { frames[$0].address }, in: path, timeout: timeout)
        for (index, functions) in zip(indexes, found) { sources[index] = functions }
    }

    /// Assigns the role of each function after all names are known. One function with a
    /// dependency's source file marks its whole module as a library, including functions without a
    /// source file.
    private mutating func weigh() {
        let named = sources.mapValues { functions in
            functions.map { (FunctionName(symbol: $0.symbol, words: $0.words), $0) }
        }
        let dependencies = named.values.joined().filter { FrameRole.isDependency($0.1.file) }
        let libraries = Set(dependencies.compactMap(\.0.unit))
        for (index, functions) in named {
            let module = frames[index].module.map { modules[$0].path } ?? ""
            frames[index].functions = functions.map { name, source in
                HeapProfile.Function(
                    name: name.short, symbol: source.symbol, file: source.file,
                    line: source.line,
                    role: FrameRole(
                        name, sourceFile: source.file, module: module, libraries: libraries))
            }
        }
    }
}

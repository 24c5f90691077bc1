internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile as JSON for programs, with the keys of `Documentation/JSON.md`.
struct ProfileJSON: SelectiveProfileRenderer {
    let name = "json"
    let fileExtension = "json"
    var selection = ProfileSelection()

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(ExportedProfile(record, selection))
        } catch {
            throw RunStoreError(
                .writeFailed, path: "profile", reason: "it cannot be encoded: \(error)")
        }
    }
}

/// The JSON of a profile, the largest call sites first.
private struct ExportedProfile: Encodable {
    var schema = "membudget.profile/1"
    var strategy: String
    var scale: ScaleRecord
    var peakBytes: Int
    var peakErrorBytes: Int
    var unattributedBytes: Int
    var endBytes: Int
    var sampleIntervalBytes: Int
    var breakdown: MemoryBreakdown?
    var breakdownReading: ExportedReading?
    var endBreakdown: MemoryBreakdown?
    var inflation: ProfileInflation?
    var explainedShare: Double?
    var sites: [ExportedSite]
    var anonymousMaps: [ExportedMaps]?
    var largestUnprofiled: Int?
    var threads: [ExportedThread]?
    var phases: [ExportedPhase]?
    var growth: ExportedGrowth?

    init(_ record: ProfileRecord, _ selection: ProfileSelection) {
        let heap = record.heap
        let end = Dictionary(
            uniqueKeysWithValues: heap.estimates(at: .end).map { ($0.site, $0.bytes.estimate) })
        strategy = record.trial.strategy
        scale = record.trial.scale
        peakBytes = heap.peakBytes
        peakErrorBytes = heap.peakErrorBytes
        endBytes = heap.endBytes
        sampleIntervalBytes = heap.sampleIntervalBytes
        breakdown = heap.peakBreakdown
        breakdownReading = heap.peakReading.map(ExportedReading.init)
        endBreakdown = heap.endBreakdown
        inflation = record.inflation
        let peak = heap.estimates(at: .peak)
        let live = Set(peak.map(\.site))
        // For a command that died, the memory that was live then matters most.
        let later = record.hasDied ? end.keys.filter { !live.contains($0) } : []
        let rest = later.sorted { (end[$0] ?? 0, $1) > (end[$1] ?? 0, $0) }
        let none = Interval(estimate: 0, low: 0, high: 0)
        let added = rest.map {
            SiteEstimate(site: $0, bytes: none, share: 0, isBelowResolution: true)
        }
        anonymousMaps = ExportedMaps.all(of: heap)
        largestUnprofiled = heap.largestUnprofiled
        sites = (peak + added).map { ExportedSite($0, of: heap, endBytes: end[$0.site] ?? 0) }
        explainedShare = record.explainedShare
        threads = heap.namedThreads?.map(ExportedThread.init)
        phases = heap.phases?.map(ExportedPhase.init)
        growth = selection.growth(of: record).map(ExportedGrowth.init)
        unattributedBytes = sites.isEmpty ? heap.peakBytes : 0
    }

    enum CodingKeys: String, StoredKey {
        case schema, strategy, scale, breakdown, inflation, sites, threads, phases, growth
        case explainedShare = "explained_share"
        case peakBytes = "peak_bytes"
        case peakErrorBytes = "peak_error_bytes"
        case unattributedBytes = "unattributed_bytes"
        case endBytes = "end_bytes"
        case sampleIntervalBytes = "sample_interval_bytes"
        case breakdownReading = "breakdown_reading"
        case endBreakdown = "end_breakdown"
        case anonymousMaps = "anonymous_maps"
        case largestUnprofiled = "largest_unprofiled"
    }
}

private struct ExportedReading: Encodable {
    var atNanoseconds: Int
    var residentBytes: Int
    var peakShare: Double

    init(_ reading: MemoryReading) {
        atNanoseconds = reading.atNanoseconds
        residentBytes = reading.residentBytes
        peakShare = reading.peakShare
    }

    enum CodingKeys: String, StoredKey {
        case atNanoseconds = "at_ns"
        case residentBytes = "resident_bytes"
        case peakShare = "peak_share"
    }
}

private struct ExportedSite: Encodable {
    var function: String
    var file: String?
    var line: Int?
    var module: String
    var peakBytes: Double
    var low: Double
    var high: Double
    var share: Double
    var isBelowResolution: Bool
    var endBytes: Double
    var totalBytes: Double
    var totalCount: Double
    var temporaryCount: Double
    var stack: [ExportedFrame]

    init(_ estimate: SiteEstimate, of heap: HeapProfile, endBytes: Double) {
        let site = heap.sites[estimate.site]
        let named = heap.namingFrame(of: estimate.site)
        function = named?.function ?? ""
        file = named?.file
        line = named?.line
        module = named?.module ?? ""
        peakBytes = estimate.bytes.estimate
        low = estimate.bytes.low
        high = estimate.bytes.high
        share = estimate.share
        isBelowResolution = estimate.isBelowResolution
        self.endBytes = endBytes
        totalBytes = site.total.bytes
        totalCount = site.totalCount
        temporaryCount = site.temporaryCount
        stack = heap.stack(of: estimate.site).map(ExportedFrame.init)
    }

    enum CodingKeys: String, StoredKey {
        case function, file, line, module, low, high, share, stack
        case peakBytes = "peak_bytes"
        case isBelowResolution = "below_resolution"
        case endBytes = "end_bytes"
        case totalBytes = "total_bytes"
        case totalCount = "total_count"
        case temporaryCount = "temporary_count"
    }
}

private struct ExportedThread: Encodable {
    var id: Int
    var name: String
    var extent: StackExtent
    var stack: [ExportedFrame]

    init(_ thread: NamedThread) {
        id = thread.id
        name = thread.name
        extent = thread.extent
        stack = thread.stack.map(ExportedFrame.init)
    }

    enum CodingKeys: String, StoredKey {
        case id, name, extent, stack
    }
}

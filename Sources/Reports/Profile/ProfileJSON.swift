internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile for programs; `Documentation/JSON.md` lists the keys.
struct ProfileJSON: ProfileRenderer {
    let name = "json"
    let fileExtension = "json"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(ExportedProfile(record))
        } catch {
            throw RunStoreError(
                .writeFailed, path: "profile", reason: "it cannot be encoded: \(error)")
        }
    }
}

/// The JSON of a profile, sites largest first.
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
    var endBreakdown: MemoryBreakdown?
    var inflation: ProfileInflation?
    var explainedShare: Double?
    var sites: [ExportedSite]
    var threads: [ExportedThread]?

    init(_ record: ProfileRecord) {
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
        endBreakdown = heap.endBreakdown
        inflation = record.inflation
        sites = heap.estimates(at: .peak).map {
            ExportedSite($0, of: heap, endBytes: end[$0.site] ?? 0)
        }
        explainedShare = record.explainedShare
        threads = heap.namedThreads?.map(ExportedThread.init)
        unattributedBytes = sites.isEmpty ? heap.peakBytes : 0
    }

    enum CodingKeys: String, StoredKey {
        case schema, strategy, scale, breakdown, inflation, sites, threads
        case explainedShare = "explained_share"
        case peakBytes = "peak_bytes"
        case peakErrorBytes = "peak_error_bytes"
        case unattributedBytes = "unattributed_bytes"
        case endBytes = "end_bytes"
        case sampleIntervalBytes = "sample_interval_bytes"
        case endBreakdown = "end_breakdown"
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

private struct ExportedFrame: Encodable {
    var function: String
    var file: String?
    var line: Int?
    var module: String

    init(_ frame: NamedFrame) {
        function = frame.function
        file = frame.file
        line = frame.line
        module = frame.module
    }

    enum CodingKeys: String, StoredKey {
        case function, file, line, module
    }
}

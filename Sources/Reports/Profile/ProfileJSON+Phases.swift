internal import HeapProfile
internal import MemoryBudget

/// A phase that the program reported, in a profile's JSON.
struct ExportedPhase: Encodable {
    var name: String
    var startedNanoseconds: Int
    var liveBytes: Int

    init(_ phase: HeapProfile.Phase) {
        name = phase.name
        startedNanoseconds = phase.startedNanoseconds
        liveBytes = phase.liveBytes
    }

    enum CodingKeys: String, StoredKey {
        case name
        case startedNanoseconds = "started_ns"
        case liveBytes = "live_bytes"
    }
}

/// Growth between two phases, in a profile's JSON.
struct ExportedGrowth: Encodable {
    var from: String?
    var to: String?
    var bytes: Int
    var sites: [Site]

    /// The growth at one line of the user's code.
    struct Site: Encodable {
        var function: String
        var file: String?
        var line: Int?
        var module: String
        var bytes: Double
        var low: Double
        var high: Double
        var beforeBytes: Double
        var afterBytes: Double
        var isBelowResolution: Bool

        init(_ site: PhaseGrowth.Site) {
            function = site.source.function
            file = site.source.file
            line = site.source.line
            module = site.source.module
            bytes = site.bytes.estimate
            low = site.bytes.low
            high = site.bytes.high
            beforeBytes = site.before
            afterBytes = site.after
            isBelowResolution = site.isBelowResolution
        }

        enum CodingKeys: String, StoredKey {
            case function, file, line, module, bytes, low, high
            case beforeBytes = "before_bytes"
            case afterBytes = "after_bytes"
            case isBelowResolution = "below_resolution"
        }
    }

    init(_ growth: PhaseGrowth) {
        from = growth.from.phase
        to = growth.to.phase
        bytes = growth.countedBytes
        sites = growth.sites.map(Site.init)
    }

    enum CodingKeys: String, StoredKey {
        case from, to, bytes, sites
    }
}

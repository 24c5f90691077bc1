internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The content of a profile in every format: headline, conditions, call sites, resident memory.
struct ProfileView {
    let record: ProfileRecord
    /// The headline: the call site that held most, or the growth, in one sentence.
    let headline: String
    /// The conditions under which it was taken, and its uncertainty.
    let conditions: [String]
    /// The call sites; `nil` if nothing was sampled, or malloc explains too little for a ranking.
    let sites: SiteTable?
    /// The reason for missing call sites at the chosen moment; `nil` if they aren't missing.
    let absence: String?
    /// The moment of ``breakdown``, or the reason that there is none; `nil` if nothing was read.
    let memoryCaption: String?
    /// The resident memory by part; `nil` if it was not read, or another moment is selected.
    let breakdown: BreakdownTable?
    /// The callers that mapped memory outside malloc; `nil` if one row of ``breakdown`` is enough.
    let maps: MapsTable?

    init(_ record: ProfileRecord, showing selection: ProfileSelection = ProfileSelection()) {
        self.record = record
        conditions = ProfileConditions(record).all
        if let growth = selection.growth(of: record) {
            headline = GrowthHeadline(growth, of: record).text
            sites = growth.sites.isEmpty ? nil : SiteTable(growth, of: record.heap)
            (absence, memoryCaption, breakdown, maps) = (nil, nil, nil, nil)
            return
        }
        let named = NamedSites(record.heap, at: record.moment)
        headline = ProfileHeadline(record, sites: named).text
        sites = record.explainsTooLittle ? nil : Self.table(record, named, selection.order)
        absence =
            selection.order == .end && sites == nil && !record.explainsTooLittle
            ? "no block that was live at the end was sampled" : nil
        let maps = MapsTable(record.heap, at: record.moment)
        memoryCaption = BreakdownCaption(record).text
        breakdown = record.breakdown.map { BreakdownTable($0, maps: maps) }
        self.maps = record.breakdown.flatMap { maps.isWanted(beside: $0) ? maps : nil }
    }

    /// The chart of ``breakdown``.
    var memoryChart: Chart? {
        breakdown.map { BreakdownChart($0, caption: memoryCaption ?? "").chart }
    }

    private static func table(
        _ record: ProfileRecord, _ named: NamedSites, _ order: SiteOrder?
    ) -> SiteTable? {
        let heap = record.heap
        switch order {
        case .total, .temporary:
            let sites = AllocatedSites(heap)
            return sites.all.isEmpty ? nil : SiteTable(sites, byTemporary: order == .temporary)
        case .peak, .end:
            let sites = NamedSites(heap, at: order == .peak ? .peak : .end)
            return sites.all.isEmpty ? nil : SiteTable(sites, of: heap)
        case nil:
            return named.all.isEmpty ? nil : SiteTable(named, of: heap)
        }
    }
}

/// The growth between two phases in one sentence.
struct GrowthHeadline {
    let text: String

    init(_ growth: PhaseGrowth, of record: ProfileRecord) {
        let bytes = Figures.bytes(Double(abs(growth.countedBytes)))
        let more = growth.countedBytes < 0 ? "less" : "more"
        text = TerminalText.visible(
            "\(record.trial.commandName): \(bytes) \(more) live memory at \(Self.words(growth.to))"
                + " than at \(Self.words(growth.from))")
    }

    /// Returns `the start of 'insert' (1.20 s)`.
    private static func words(_ moment: PhaseGrowth.Moment) -> String {
        guard let time = moment.nanoseconds else { return "the end" }
        guard let phase = moment.phase else { return "the start" }
        return "the start of '\(phase)' (\(TimeSpan.describe(.nanoseconds(Int64(time)))))"
    }
}

internal import HeapProfile
internal import MemoryBudget

/// The table of a profile's call sites, largest first; figures below the resolution are marked.
struct SiteTable {
    /// The heading of the table.
    let title: String
    let table: Table
    /// The meaning of the mark; `nil` if no shown site has it.
    let legend: String?

    /// The number of sites shown; the rest is one row.
    private static let sitesShown = 12
    /// The mark before a figure that is below the resolution.
    private static let mark = "≈"

    /// Creates a table of the sites' live bytes at one moment.
    init(_ sites: NamedSites, of heap: HeapProfile) {
        let unit = Figures.MemoryUnit(for: sites.all.map(\.bytes.high))
        title = "Largest sites"
        table = Self.table(
            [Self.column(unit.name), Self.column("95 %", spareRank: 1), Self.column("share")],
            sites.all,
            row: { site in
                let tone = Self.tone(site.isBelowResolution)
                return [
                    Self.marked(unit.text(site.bytes.estimate), site.isBelowResolution),
                    Table.Text(unit.text(site.bytes.low, site.bytes.high), tone),
                    Table.Text(Figures.percent(site.share), tone),
                ] + Self.place(site.source, tone)
            },
            rest: { rest in
                [
                    unit.text(rest.reduce(0) { $0 + $1.bytes.estimate }), "",
                    Figures.percent(rest.reduce(0) { $0 + $1.share }),
                ]
            })
        legend = Self.legend(sites.all.map(\.isBelowResolution), heap)
    }

    /// Creates a table of the sites' growth between two moments.
    init(_ growth: PhaseGrowth, of heap: HeapProfile) {
        let unit = Figures.MemoryUnit(for: growth.sites.flatMap { [$0.before, $0.after] })
        func signed(_ bytes: Double) -> String { Self.signed(unit.text(bytes)) }
        title = "Growth between phases"
        table = Self.table(
            [
                Self.column("\(unit.name) more"), Self.column("95 %"),
                Self.column("before", spareRank: 1), Self.column("after", spareRank: 2),
            ], growth.sites,
            row: { site in
                let tone = Self.tone(site.isBelowResolution)
                let ends = [site.bytes.low, site.bytes.high].map(signed)
                return [
                    Self.marked(signed(site.bytes.estimate), site.isBelowResolution),
                    Table.Text(ends.joined(separator: " to "), tone),
                    Table.Text(unit.text(site.before), tone),
                    Table.Text(unit.text(site.after), tone),
                ] + Self.place(site.source, tone)
            },
            rest: { rest in
                [
                    signed(rest.reduce(0) { $0 + $1.bytes.estimate }), "",
                    unit.text(rest.reduce(0) { $0 + $1.before }),
                    unit.text(rest.reduce(0) { $0 + $1.after }),
                ]
            })
        legend = Self.legend(growth.sites.map(\.isBelowResolution), heap)
    }

    /// Creates a table of the sites' allocations over the whole run.
    ///
    /// - Parameter byTemporary: Whether sites with most temporary blocks come first, instead of
    ///   those with most bytes.
    init(_ sites: AllocatedSites, byTemporary: Bool) {
        let unit = Figures.MemoryUnit(for: sites.all.map(\.bytes))
        let whole = sites.all.reduce(0) { $0 + $1.bytes }
        let ordered =
            byTemporary ? sites.all.sorted { $0.temporaryCount > $1.temporaryCount } : sites.all
        func texts(_ sites: some Collection<AllocatedSites.Site>) -> [String] {
            let bytes = sites.reduce(0) { $0 + $1.bytes }
            let count = sites.reduce(0) { $0 + $1.count }
            let temporary = sites.reduce(0) { $0 + $1.temporaryCount }
            return [
                unit.text(bytes), whole > 0 ? Figures.percent(bytes / whole) : "",
                Self.count(count), Self.count(temporary),
                count > 0 ? Figures.percent(min(1, temporary / count)) : "",
            ]
        }
        title = "Allocated in total"
        table = Self.table(
            [
                Self.column("\(unit.name) in total"), Self.column("share", spareRank: 2),
                Self.column("blocks", spareRank: 1), Self.column("temporary"),
                Self.column("of them"),
            ], ordered,
            row: { texts([$0]).map { Table.Text($0) } + Self.place($0.source, .plain) },
            rest: { texts($0) })
        legend = nil
    }

    private static func table<Site>(
        _ figures: [Table.Column], _ sites: [Site], row: (Site) -> [Table.Text],
        rest: (ArraySlice<Site>) -> [String]
    ) -> Table {
        var rows = sites.prefix(sitesShown).map { Table.Row(cells: row($0)) }
        let others = sites.dropFirst(sitesShown)
        if !others.isEmpty {
            let words = [Figures.plural(others.count, "more site"), ""]
            rows.append(
                Table.Row(cells: (rest(others) + words).map { Table.Text($0, .faint) }))
        }
        let names = ["held by", "at"].map { Table.Column(header: $0, alignment: .left) }
        return Table(
            groupHeader: "", columns: figures + names,
            groups: [Table.Group(label: "", rows: rows)])
    }

    private static func column(_ header: String, spareRank: Int = 0) -> Table.Column {
        Table.Column(header: header, spareRank: spareRank)
    }

    private static func place(_ source: NamedSites.Source, _ tone: Table.Tone) -> [Table.Text] {
        [Table.Text(source.function, tone), Table.Text(source.place ?? source.module, tone)]
    }

    private static func tone(_ isBelowResolution: Bool) -> Table.Tone {
        isBelowResolution ? .faint : .plain
    }

    private static func marked(_ text: String, _ isBelowResolution: Bool) -> Table.Text {
        Table.Text(isBelowResolution ? "\(mark) \(text)" : text, tone(isBelowResolution))
    }

    private static func legend(_ marks: [Bool], _ heap: HeapProfile) -> String? {
        guard marks.prefix(sitesShown).contains(true) else { return nil }
        return
            "\(mark) below resolution: under \(ByteCount(heap.resolutionBytes)), too few samples to rank"
    }

    private static func signed(_ text: String) -> String {
        text.hasPrefix("-") ? "−" + text.dropFirst() : "+" + text
    }

    private static func count(_ value: Double) -> String {
        Figures.count(whole(value))
    }
}

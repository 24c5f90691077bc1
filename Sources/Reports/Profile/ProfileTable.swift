internal import HeapProfile
internal import MemoryBudget
package import RunStore

/// A profile as a table: who held the memory at the peak or, of a command that died, at
/// its end; largest first.
package struct ProfileTable: ProfileRenderer {
    package let name = "terminal"
    package let fileExtension = "txt"
    private let style: Style
    private let width: Int

    /// Sites that a table shows; the rest is one row.
    private static let sitesShown = 12

    /// Makes a renderer; 100 columns, without colours unless told otherwise.
    package init(style: Style = .plain, width: Int = 100) {
        precondition(width >= 60, "a report needs 60 columns")
        self.style = style
        self.width = width
    }

    package func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(text(of: record).utf8)
    }

    /// The report; ends with a newline.
    package func text(of record: ProfileRecord) -> String {
        let sites = NamedSites(record.heap, at: record.moment)
        let head = TextWrap.lines(ProfileHeadline(record, sites: sites).text, width: width)
            .map { style.paint($0, .strong) }
        let conditions = TextWrap.lines(
            conditions(record.heap) + inflation(record.inflation), width: width)
        let breakdown = self.breakdown(record)
        guard !sites.all.isEmpty else {
            return (head + conditions + breakdown).joined(separator: "\n") + "\n"
        }
        let table = table(sites, isRanked: record.weakShare == nil)
            .terminalLines(width: width, style: style)
        return (head + conditions + [""] + table + breakdown).joined(separator: "\n") + "\n"
    }

    /// Resident memory, part by part; nothing where it was not read.
    private func breakdown(_ record: ProfileRecord) -> [String] {
        let moment = record.moment == .end ? record.heap.endBreakdown : record.heap.peakBreakdown
        guard let breakdown = moment else { return [] }
        return [""]
            + TextWrap.lines([BreakdownTable.caption(breakdown, of: record.trial)], width: width)
            + BreakdownTable(breakdown).table.terminalLines(width: width, style: style)
    }

    func conditions(_ heap: HeapProfile) -> [String] {
        let raised = heap.sampleIntervalBytes > heap.firstSampleIntervalBytes
        let interval =
            "a sample per \(ByteCount(heap.sampleIntervalBytes)) allocated"
            + (raised ? ", raised from \(ByteCount(heap.firstSampleIntervalBytes))" : "")
        let exact =
            heap.peakErrorBytes == 0
            ? "live bytes counted exactly"
            : "live bytes counted within \(ByteCount(heap.peakErrorBytes)), with"
                + " \(Figures.plural(heap.threadCount, "thread"))"
        let lost =
            heap.lostSampleCount > 0
            ? ["\(Figures.plural(heap.lostSampleCount, "sample")) found no room and are missing"]
            : []
        return [interval, exact] + lost + [names(heap), language(heap)].compactMap(\.self)
    }

    /// `profiled: 1.01× RSS, 1.03× CPU`: what profiling cost; none where that can't be compared.
    private func inflation(_ inflation: ProfileInflation?) -> [String] {
        let ratios = [(inflation?.rssRatio, "RSS"), (inflation?.cpuRatio, "CPU")].compactMap {
            ratio, name in ratio.map { "\(Figures.closeRatio($0)) \(name)" }
        }
        return ratios.isEmpty ? [] : ["profiled: " + ratios.joined(separator: ", ")]
    }

    private func language(_ heap: HeapProfile) -> String? {
        heap.interpreter.map {
            "native frames: the functions of \($0) itself, not of the program that it runs"
        }
    }

    private func names(_ heap: HeapProfile) -> String? {
        switch heap.namesMissing {
        case .noSymbolizer: "addresses instead of names: there is no llvm-symbolizer"
        case .symbolizerFailed:
            "addresses instead of names in some files: llvm-symbolizer failed, or took too long"
        case nil: nil
        }
    }

    /// The sites; where they explain too little, without shares.
    func table(_ sites: NamedSites, isRanked: Bool = true) -> Table {
        let unit = Figures.MemoryUnit(for: sites.all.map(\.bytes.high))
        let shown = sites.all.prefix(Self.sitesShown)
        var rows = shown.map { site in
            let faint: Table.Tone = site.isBelowResolution ? .faint : .plain
            return Table.Row(cells: [
                Table.Text(unit.text(site.bytes.estimate), faint),
                Table.Text(unit.text(site.bytes.low, site.bytes.high), faint),
                Table.Text(isRanked ? Figures.percent(site.share) : "", faint),
                Table.Text(site.function, faint), Table.Text(site.place ?? site.module, faint),
            ])
        }
        let rest = sites.all.dropFirst(Self.sitesShown)
        if !rest.isEmpty {
            rows.append(
                Table.Row(cells: [
                    Table.Text(unit.text(rest.reduce(0) { $0 + $1.bytes.estimate }), .faint),
                    Table.Text(""),
                    Table.Text(
                        isRanked ? Figures.percent(rest.reduce(0) { $0 + $1.share }) : "", .faint),
                    Table.Text("\(Figures.plural(rest.count, "more site"))", .faint),
                    Table.Text(""),
                ]))
        }
        return Table(
            groupHeader: "",
            columns: [
                Table.Column(header: unit.name), Table.Column(header: "95 %", spareRank: 1),
                Table.Column(header: isRanked ? "share" : ""),
                Table.Column(header: "held by", alignment: .left),
                Table.Column(header: "at", alignment: .left),
            ], groups: [Table.Group(label: "", rows: rows)])
    }
}

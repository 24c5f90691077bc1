internal import MemoryBudget
internal import RunStore

/// The table of each strategy's growth and break point.
struct GrowthTable {
    private let scenario: ScenarioView
    private let memory: Figures.MemoryUnit

    /// Returns the table; `nil` if no strategy's growth is known, or all have too few scales.
    static func table(of scenario: ScenarioView) -> Table? {
        let variants = scenario.variants.filter { $0.growth != nil }
        guard variants.contains(where: \.isGrowthShown) else { return nil }
        return GrowthTable(scenario, variants).table(variants)
    }

    /// Returns `growth: too few scales (2 of 5 needed); …` in place of the table; `nil` if there is
    /// one.
    static func scarcity(of scenario: ScenarioView) -> String? {
        let variants = scenario.variants.filter { $0.growth != nil }
        let counts = variants.compactMap(\.scarceScales)
        guard counts.count == variants.count, let least = counts.min(), let most = counts.max()
        else { return nil }
        let scales = least == most ? "\(least)" : "\(least) to \(most)"
        return "growth: \(GrowthWords.scarcity(scales)); measure more, each at least twice the"
            + " previous one"
    }

    private init(_ scenario: ScenarioView, _ variants: [Variant]) {
        self.scenario = scenario
        memory = Figures.MemoryUnit(for: variants.compactMap(\.growth?.floorBytes))
    }

    private func table(_ variants: [Variant]) -> Table {
        let columns = columns
        let remarks = [
            Remarks(on: variants, about: "growth") { $0.remarkedDoubts },
            Remarks(on: variants, about: "breaks at") { [$0.rangeSentence].compactMap(\.self) },
        ]
        let rows = variants.compactMap { variant in
            variant.growth.map { growth in
                Table.Row(
                    cells: [Table.Text(variant.title)] + cells(of: growth, in: columns),
                    notes: remarks.flatMap { $0.notes(below: variant) })
            }
        }
        return Table(
            groupHeader: "",
            columns: [Table.Column(header: "strategy", alignment: .left)] + columns.map(\.column),
            groups: [Table.Group(label: "", rows: rows)])
    }

    /// Returns only the number of scales if they are too few, since a fit would be a guess.
    private func cells(of growth: GrowthRecord, in columns: [Definition]) -> [Table.Text] {
        guard let scales = words(growth).scarceScales else {
            return columns.map { $0.text(growth) }
        }
        let words = Table.Text(GrowthWords.scarcity("\(scales)"), .caution)
        return [words] + columns.dropFirst().map { _ in Table.Text("") }
    }

    /// The remarks about growth, by sentence.
    private struct Remarks {
        private let subject: String
        private let sentences: (GrowthRecord) -> [String]
        private let owners: [String: [Variant]]

        init(
            on variants: [Variant], about subject: String,
            _ sentences: @escaping (GrowthRecord) -> [String]
        ) {
            self.subject = subject
            self.sentences = sentences
            owners = variants.reduce(into: [:]) { owners, variant in
                for sentence in variant.growth.map(sentences) ?? [] {
                    owners[sentence, default: []].append(variant)
                }
            }
        }

        /// Returns the remarks below a variant; a shared one is only below the last that has it.
        func notes(below variant: Variant) -> [Table.Text] {
            (variant.growth.map(sentences) ?? []).compactMap { sentence in
                let same = owners[sentence] ?? []
                guard same.last?.number == variant.number else { return nil }
                let others = same.dropLast().map(\.name)
                let also = others.isEmpty ? "" : " (\(Figures.list(others)), too)"
                return Table.Text("\(subject)\(also): \(sentence)")
            }
        }
    }

    private typealias Definition = (column: Table.Column, text: (GrowthRecord) -> Table.Text)

    private static func singular(_ unit: String) -> String { GrowthWords.singular(unit) }

    private func words(_ growth: GrowthRecord) -> GrowthWords {
        GrowthWords(growth: growth, unit: scenario.unit)
    }

    private var columns: [Definition] {
        [
            (
                Table.Column(header: "\(scenario.metric.title) grows with", alignment: .left),
                { growth in
                    let words = words(growth)
                    guard !words.isQuestioned else { return Table.Text("? \(words.law)", .caution) }
                    return Table.Text(words.law, words.isConstant ? .good : .plain)
                }
            )
        ] + slopeColumns + [
            (
                Table.Column(header: "floor, \(memory.name)", spareRank: 4),
                { Table.Text($0.floorBytes.map(memory.text) ?? "", value: $0.floorBytes) }
            )
        ] + breakColumns + [
            (
                Table.Column(header: "residual", spareRank: 2),
                { growth in
                    Table.Text(
                        growth.residualShare.map(Self.share) ?? "",
                        words(growth).isPoor ? .caution : .plain, value: growth.residualShare)
                }
            )
        ]
    }

    private var slopeColumns: [Definition] {
        let heading = "bytes/\(TextWrap.cut(Self.singular(scenario.unit), width: Table.unitWidth))"
        return [
            (
                Table.Column(header: "slope", heading: heading, spareRank: 1),
                {
                    Table.Text(
                        Figures.slopeFigure($0.bytesPerUnit.estimate),
                        value: $0.bytesPerUnit.estimate)
                }
            ),
            (
                Table.Column(header: "95 %", heading: heading, spareRank: 3),
                { growth in
                    let ends = [growth.bytesPerUnit.low, growth.bytesPerUnit.high].map {
                        $0.isFinite ? Figures.slopeFigure($0) : "∞"
                    }
                    return Table.Text(ends.joined(separator: "–"))
                }
            ),
        ]
    }

    private var breakColumns: [Definition] {
        let isBudgeted = scenario.cells.contains { $0.budget != nil }
        guard isBudgeted else { return [] }
        let unit =
            scenario.unit.isEmpty ? "" : ", \(TextWrap.cut(scenario.unit, width: Table.unitWidth))"
        let heading = "breaks at\(unit)"
        return [
            (Table.Column(header: "scale", heading: heading), breaking),
            (
                Table.Column(header: "95 %", heading: heading, spareRank: 3),
                { growth in
                    guard let point = growth.breakPoint, !point.isRange else {
                        return Table.Text("")
                    }
                    return Table.Text(Self.ends(point.units))
                }
            ),
            (Table.Column(header: "verified", heading: heading, spareRank: 2), verified),
        ]
    }

    private func breaking(_ growth: GrowthRecord) -> Table.Text {
        guard let point = growth.breakPoint else {
            return words(growth).isBreakUnknown
                ? Table.Text("?", .caution, value: .infinity)
                : Table.Text("none", .faint, value: .infinity)
        }
        let guess = point.isFarExtrapolation ? "? " : ""
        let units = point.units.estimate
        let place = point.isRange ? Self.ends(point.units) : Figures.units(units)
        return Table.Text(units < 1 ? "any" : guess + place, value: units)
    }

    private static func ends(_ units: Interval) -> String {
        "\(Figures.units(units.low))–\(units.isUnbounded ? "∞" : Figures.units(units.high))"
    }

    private func verified(_ growth: GrowthRecord) -> Table.Text {
        switch growth.breakPoint?.isVerified {
        case nil: Table.Text(growth.breakPoint == nil ? "" : "not run")
        case true?: Table.Text("✓ by runs", .good)
        case false?: Table.Text("✗ fit refuted", .bad)
        }
    }

    /// Returns `0.57 %`.
    private static func share(_ share: Double) -> String {
        "\(fixed(share * 100, share < 0.0995 ? 1 : 0)) %"
    }
}

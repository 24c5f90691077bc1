internal import MemoryBudget
internal import RunStore

/// The bar chart of each strategy's need at the largest scale, with its budget and earlier peak.
struct PeakChart {
    private let scenario: ScenarioView
    private let rows: [(variant: Variant, cell: CellRecord)]
    private let title: String
    private let heading: [String]
    private let key: [String]
    private let budgetLines: [(bytes: Double, name: String)]
    private let axis: Axis
    private let top: Double
    private let rowHeight: Double
    private var canvas: Canvas

    /// The height of the line above each bar, which holds name and figure.
    private static let nameHeight = 19.0
    private static let rowHeights = 44.0...96.0
    private static let barHeightMax = 44.0
    private static let rowGap = 9.0
    /// The height that a few bars share, which makes the chart about as high as its neighbours.
    private static let wantedHeight = 290.0
    private static let nameWidth = 22

    /// Returns the chart; `nil` if nothing is known of any strategy at that scale.
    static func chart(of scenario: ScenarioView) -> Chart? {
        guard var drawing = PeakChart(scenario) else { return nil }
        drawing.draw()
        return Chart(name: "peaks", title: drawing.title, drawing.canvas)
    }

    private init?(_ scenario: ScenarioView) {
        guard let scale = scenario.scales.last else { return nil }
        let metric = scenario.metric
        let drawn = DrawnVariants(of: scenario)
        let rows = drawn.variants.compactMap { variant in
            variant.cell(at: scale).map { (variant: variant, cell: $0) }
        }.filter { Self.extent($0.cell, metric) != nil }
        let extents = rows.compactMap { Self.extent($0.cell, metric) }
        guard let largest = extents.max() else { return nil }
        self.scenario = scenario
        self.rows = rows
        title = "\(scenario.name): \(metric.title) at \(scenario.label(of: scale))"
        heading = ChartWords.title(title)
        budgetLines = drawn.budgetLines
        key = ChartWords.key(
            Self.key(of: rows.map(\.cell), drawing: drawn, in: scenario), note: drawn.note)
        axis = Self.axis(to: largest, over: rows.map(\.cell), in: scenario)
        let share = Self.wantedHeight / Double(rows.count)
        rowHeight = min(max(share, Self.rowHeights.lowerBound), Self.rowHeights.upperBound)
        top = ChartWords.bottom(of: heading) + 28
        canvas = Canvas(
            width: ChartWords.chartWidth,
            height: top + rowHeight * Double(rows.count) + 26 + ChartWords.height(ofKey: key))
    }

    /// Returns the axis from zero to the largest peak, budget or earlier peak.
    private static func axis(
        to largest: Double, over cells: [CellRecord], in scenario: ScenarioView
    ) -> Axis {
        // Bars far above the budget are cut, so that differences below it stay visible.
        let budget = cells.compactMap { $0.budget.map { Double($0.limit.bytes) } }.max()
        let earlier = cells.compactMap { scenario.earlier[$0]?.bytes }.max() ?? 0
        let most = min(max(largest, earlier), (budget ?? .infinity) * 3)
        return Axis(
            .linear, 0, max(most, budget ?? 0) * 1.08, from: 12, to: ChartWords.chartWidth - 16)
    }

    /// Returns the number of bytes at which a bar ends, before it is cut.
    private static func extent(_ cell: CellRecord, _ metric: Metric) -> Double? {
        cell.reading.need(of: metric) ?? cell.needEstimate.map { Double($0.bytes) }
            ?? cell.reading.atLeast
    }

    private var bottom: Double { top + rowHeight * Double(rows.count) }

    /// Returns the position of a row's bar, in pixels.
    private func bar(_ index: Int) -> (y: Double, height: Double) {
        (
            top + rowHeight * Double(index) + Self.nameHeight,
            min(rowHeight - Self.nameHeight - Self.rowGap, Self.barHeightMax)
        )
    }

    private mutating func draw() {
        ChartWords.draw(heading, on: &canvas)
        for tick in axis.byteTicks(atMost: 5) {
            let x = axis.place(tick)
            canvas.line((x, top - 4), (x, bottom), "grid")
            canvas.text(
                tick == 0 ? "0" : PlotFrame.memory(tick), x, bottom + 17,
                tick == 0 ? .start : .middle, "faint small")
        }
        for index in rows.indices { drawBar(index) }
        for (bytes, name) in budgetLines where axis.holds(bytes) && !name.isEmpty {
            let x = axis.place(bytes)
            let isFar = x > (axis.start + axis.end) / 2
            canvas.text(name, x, top - 9, isFar ? .end : .start, "limit small halo")
        }
        for index in rows.indices {
            drawBudgets(index)
            drawEarlier(index)
            drawWords(index)
        }
        ChartWords.draw(key: key, on: &canvas)
    }

    /// Draws the budget lines across each bar, so that none crosses the text above it. If the
    /// budgets are too many to have names, only the bar's own is drawn.
    private mutating func drawBudgets(_ index: Int) {
        let own = rows[index].cell.budget.map { Double($0.limit.bytes) }
        let (y, height) = bar(index)
        for (bytes, name) in budgetLines where axis.holds(bytes) {
            guard !name.isEmpty || bytes == own else { continue }
            let x = axis.place(bytes)
            canvas.line((x, y - 4), (x, y + height + 4), "budget")
        }
    }

    /// Draws a line across the bar at the earlier peak.
    private mutating func drawEarlier(_ index: Int) {
        guard let mark = scenario.earlier[rows[index].cell], axis.holds(mark.bytes) else { return }
        let (x, bar) = (axis.place(mark.bytes), bar(index))
        canvas.line((x, bar.y - 3), (x, bar.y + bar.height + 3), "earlier")
    }

    private mutating func drawBar(_ index: Int) {
        let (variant, cell) = rows[index]
        let (y, height) = bar(index)
        let style = "k\(variant.number % ChartStyle.colourCount)"
        let extent = Self.extent(cell, scenario.metric) ?? 0
        // Solid up to the point of the kill; the rest of the need is pale.
        let kept = cell.reading.peak ?? min(cell.reading.atLeast ?? extent, extent)
        let ends = [kept, extent].map { axis.place(min($0, axis.high)) }
        let floor = scenario.metric == .peakRSS ? min(cell.floorRSSBytes ?? 0, kept) : 0
        let start = axis.place(min(floor, axis.high))
        canvas.box(axis.start, y, start - axis.start, height, "base \(style)")
        canvas.box(start, y, ends[0] - start, height, "full \(style)")
        canvas.box(ends[0], y, ends[1] - ends[0], height, "rest \(style)")
        if extent > axis.high { drawCut(at: y, height) }
        if cell.reading.atLeast != nil {
            canvas.cross(ends[0], y + height / 2, "line \(style)")
        }
    }

    /// Draws two slanted gaps: the bar continues beyond the chart.
    private mutating func drawCut(at y: Double, _ height: Double) {
        for x in [axis.end - 14, axis.end - 6] {
            canvas.path([(x + 4, y - 3), (x - 4, y + height + 3)], "cut")
        }
    }

    // MARK: Words

    /// Draws the name above a bar, and the figure at the end of the same line.
    private mutating func drawWords(_ index: Int) {
        let (variant, cell) = rows[index]
        let y = bar(index).y - 5
        let name = TextWrap.cut(TerminalText.visible(variant.title), width: Self.nameWidth)
        canvas.text(name, axis.start, y, .start, "halo")
        canvas.text(words(cell), axis.end, y, .end, "halo")
    }

    private func words(_ cell: CellRecord) -> String {
        if let peak = cell.reading.peak {
            return Figures.bytes(peak) + (cell.verdict == .wrong ? ", wrong result" : change(cell))
        }
        if let need = cell.reading.need(of: scenario.metric) {
            return "needs \(Figures.bytes(need))"
        }
        if let estimate = cell.needEstimate { return "needs about \(ByteCount(estimate.bytes))" }
        return "≥ \(Figures.bytes(cell.reading.atLeast ?? 0))"
    }

    /// Returns `, +13.4 %`, the change since the earlier peak; empty without one.
    private func change(_ cell: CellRecord) -> String {
        scenario.earlier[cell].map { ", \($0.comparison.text)" } ?? ""
    }

    private static func key(
        of cells: [CellRecord], drawing drawn: DrawnVariants, in scenario: ScenarioView
    ) -> [String] {
        let isFloored =
            scenario.metric == .peakRSS && cells.contains { $0.floorRSSBytes != nil }
        return [
            isFloored ? "first part: floor (peak on an empty input)" : "",
            cells.contains { $0.reading.atLeast != nil }
                ? "× killed there; pale: its need" : "",
            scenario.earlier.source.map { "black line: the \($0.rawValue)" } ?? "",
            drawn.budgetLines.contains { $0.name.isEmpty } ? "red: its budget" : "",
        ]
    }
}

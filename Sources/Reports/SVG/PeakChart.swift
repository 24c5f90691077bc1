internal import MemoryBudget
internal import RunStore

/// Bars: what each strategy needs at the largest scale, against its budget.
struct PeakChart {
    private let scenario: ScenarioView
    private let scale: ScaleRecord
    private let rows: [(variant: Variant, cell: CellRecord)]
    private let note: String?
    private let budgetLines: [(bytes: Double, name: String)]
    private let axis: Axis
    private var canvas: Canvas

    private static let rowHeight = 34.0
    private static let width = 780.0
    private static let left = 206.0
    private static let right = 600.0
    private static let top = 58.0

    /// The chart; nil if nothing is known of any strategy there.
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
        self.scale = scale
        self.rows = rows
        note = drawn.note
        budgetLines = drawn.budgetLines
        // What lies far above the budget is cut, or nothing could be told apart below it.
        let budget = rows.compactMap { $0.cell.budget.map { Double($0.limit.bytes) } }.max()
        let most = min(largest, (budget ?? .infinity) * 3)
        axis = Axis(.linear, 0, max(most, budget ?? 0) * 1.08, from: Self.left, to: Self.right)
        canvas = Canvas(
            width: Self.width,
            height: Self.top + Self.rowHeight * Double(rows.count) + (drawn.note == nil ? 66 : 84))
    }

    /// How long a bar wants to be.
    private static func extent(_ cell: CellRecord, _ metric: Metric) -> Double? {
        cell.reading.need(of: metric) ?? cell.needEstimate.map { Double($0.bytes) }
            ?? cell.reading.atLeast
    }

    private var title: String {
        "\(scenario.name): \(scenario.metric.title) at \(scenario.label(of: scale))"
    }

    private var bottom: Double { Self.top + Self.rowHeight * Double(rows.count) }

    private mutating func draw() {
        canvas.text(TextWrap.cut(TerminalText.visible(title), width: 84), 8, 22, .start, "head")
        for tick in axis.byteTicks(atMost: 7) {
            let x = axis.place(tick)
            canvas.line((x, Self.top - 4), (x, bottom), "grid")
            canvas.text(
                tick == 0 ? "0" : PlotFrame.memory(tick), x, bottom + 18, .middle, "faint small")
        }
        for index in rows.indices { drawBar(index) }
        for (bytes, name) in budgetLines where axis.holds(bytes) && !name.isEmpty {
            let x = axis.place(bytes)
            canvas.line((x, Self.top - 4), (x, bottom), "budget")
            canvas.text(name, x, Self.top - 10, .middle, "limit small halo")
        }
        for index in rows.indices { drawOwnBudget(index) }
        for index in rows.indices { drawWords(index) }
        for (number, line) in [note, key].compactMap(\.self).enumerated() {
            canvas.text(line, 8, canvas.height - 8 - 18 * Double(number), .start, "faint small")
        }
    }

    /// Where the budgets are too many to have names, each only across the bar that it is of.
    private mutating func drawOwnBudget(_ index: Int) {
        guard budgetLines.contains(where: { $0.name.isEmpty }),
            let limit = rows[index].cell.budget.map({ Double($0.limit.bytes) }), axis.holds(limit)
        else { return }
        let (x, y) = (axis.place(limit), Self.top + Self.rowHeight * Double(index))
        canvas.line((x, y), (x, y + Self.rowHeight - 2), "budget")
    }

    /// The budgets whose lines cross a row.
    private func limits(across cell: CellRecord) -> [Double] {
        budgetLines.filter {
            !$0.name.isEmpty || $0.bytes == cell.budget.map { Double($0.limit.bytes) }
        }
        .map(\.bytes)
    }

    private mutating func drawBar(_ index: Int) {
        let (variant, cell) = rows[index]
        let y = Self.top + Self.rowHeight * Double(index) + 5
        let height = Self.rowHeight - 12
        let style = "k\(variant.number % ChartStyle.colourCount)"
        let extent = Self.extent(cell, scenario.metric) ?? 0
        // To where the budget let it come in full, the rest of what it needs pale.
        let kept = cell.reading.peak ?? min(cell.reading.atLeast ?? extent, extent)
        let ends = [kept, extent].map { axis.place(min($0, axis.high)) }
        let floor = scenario.metric == .peakRSS ? min(cell.floorRSSBytes ?? 0, kept) : 0
        let start = axis.place(min(floor, axis.high))
        canvas.box(Self.left, y, start - Self.left, height, "base \(style)")
        canvas.box(start, y, ends[0] - start, height, "full \(style)")
        canvas.box(ends[0], y, ends[1] - ends[0], height, "rest \(style)")
        if extent > axis.high { drawCut(at: y, height) }
        if cell.reading.atLeast != nil {
            canvas.cross(ends[0], y + height / 2, "line \(style)")
        }
    }

    /// The name in front of a bar and the figure after it, but never across a budget's line.
    private mutating func drawWords(_ index: Int) {
        let (variant, cell) = rows[index]
        let y = Self.top + Self.rowHeight * (Double(index) + 0.5) + 3.5
        canvas.text(
            TextWrap.cut(TerminalText.visible(variant.title), width: 26), Self.left - 10, y, .end)
        let extent = Self.extent(cell, scenario.metric) ?? 0
        var x = axis.place(min(extent, axis.high)) + (extent > axis.high ? 14 : 7)
        let words = words(cell)
        let width = Double(TextWidth.columns(words)) * 7.5
        for bytes in limits(across: cell) {
            let line = axis.place(bytes)
            if x < line + 6, x + width > line - 4 { x = line + 8 }
        }
        canvas.text(words, x, y, .start, "halo")
    }

    /// Two slanted gaps: the bar goes on past the chart.
    private mutating func drawCut(at y: Double, _ height: Double) {
        for x in [axis.end - 14, axis.end - 6] {
            canvas.path([(x + 4, y - 3), (x - 4, y + height + 3)], "cut")
        }
    }

    private func words(_ cell: CellRecord) -> String {
        if let peak = cell.reading.peak {
            return Figures.bytes(peak) + (cell.verdict == .wrong ? ", wrong result" : "")
        }
        if let need = cell.reading.need(of: scenario.metric) {
            return "needs \(Figures.bytes(need))"
        }
        if let estimate = cell.needEstimate { return "needs about \(ByteCount(estimate.bytes))" }
        return "≥ \(Figures.bytes(cell.reading.atLeast ?? 0))"
    }

    private var key: String {
        let isFloored =
            scenario.metric == .peakRSS && rows.contains { $0.cell.floorRSSBytes != nil }
        return [
            isFloored ? "first part: the floor, of the same program doing nothing" : "",
            rows.contains { $0.cell.reading.atLeast != nil }
                ? "× killed there; pale: what it needs" : "",
            budgetLines.contains { $0.name.isEmpty } ? "red: its budget" : "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

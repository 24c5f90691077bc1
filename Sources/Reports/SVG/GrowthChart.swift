internal import MemoryBudget
internal import RunStore

/// The chart of peak against scale on logarithmic axes: measurements, fitted curves, the budget,
/// and the break points.
struct GrowthChart {
    private let scenario: ScenarioView
    private let drawn: DrawnVariants
    private let title: [String]
    private let legend: Legend
    private let key: [String]
    private let room: PlotFrame.Room
    private let frame: PlotFrame
    private var canvas: Canvas

    private var variants: [Variant] { drawn.variants }

    /// Returns the chart; `nil` with fewer than two scales, no figures, or figures that show no
    /// growth.
    static func chart(of scenario: ScenarioView) -> Chart? {
        guard scenario.scales.count > 1, scenario.metric.showsNeed,
            var drawing = GrowthChart(scenario)
        else { return nil }
        drawing.draw()
        return Chart(
            name: "growth", title: "\(scenario.name): \(scenario.metric.title) against scale",
            drawing.canvas)
    }

    private init?(_ scenario: ScenarioView) {
        self.scenario = scenario
        drawn = DrawnVariants(of: scenario)
        title = ChartWords.title("\(scenario.name): \(scenario.metric.title) against scale")
        legend = Legend(drawn.variants.map { Self.entry($0, unit: scenario.unit) })
        key = ChartWords.key(Self.key(of: drawn, in: scenario), note: drawn.note)
        room = PlotFrame.Room(title: title, legend: legend, key: key)
        canvas = Canvas(width: room.width, height: room.height)
        guard let frame = Self.frame(of: drawn, in: scenario, room: room) else { return nil }
        self.frame = frame
    }

    /// Returns the axes around everything that is drawn; `nil` if there is nothing to draw.
    private static func frame(
        of drawn: DrawnVariants, in scenario: ScenarioView, room: PlotFrame.Room
    ) -> PlotFrame? {
        let metric = scenario.metric
        let values = drawn.variants.flatMap(\.cells).flatMap { cell in
            [
                cell.reading.need(of: metric), cell.reading.atLeast,
                cell.budget.map { Double($0.limit.bytes) }, scenario.earlier[cell]?.bytes,
            ]
            .compactMap(\.self)
        }.filter { $0 > 0 }
        let units = scenario.scales.map { Double(max(1, $0.units)) }
        guard let low = values.min(), let high = values.max(), let least = units.first,
            let most = units.last
        else { return nil }
        // A break point is included if it is close to the measurements.
        let breaks = drawn.variants.filter { $0.scarceScales == nil }
            .compactMap(\.growth?.breakPoint?.units.estimate)
            .filter { $0 > least / 10 && $0 < most * 10 }
        return PlotFrame(
            horizontal: Axis(
                .logarithmic, min(least, breaks.min() ?? least) / 1.25,
                max(most, breaks.max() ?? most) * 1.25, from: room.left, to: room.right),
            vertical: Axis(
                .logarithmic, low / 1.35, high * 1.5, from: room.bottom, to: room.top))
    }

    private mutating func draw() {
        ChartWords.draw(title, on: &canvas)
        let ticks = frame.horizontal.ticks(atMost: 6)
        frame.draw(
            on: &canvas, ticks.map { ($0, Figures.scale($0)) },
            scenario.unit.isEmpty ? "scale" : TextWrap.cut(scenario.unit, width: 40))
        let obstacles = obstacles
        for (bytes, name) in drawn.budgetLines {
            frame.drawBudget(bytes, name, clearOf: obstacles, on: &canvas)
        }
        for variant in variants { drawCurve(variant) }
        for variant in variants { drawBreak(variant) }
        for variant in variants { drawPoints(variant) }
        for variant in variants { drawEarlier(variant) }
        legend.draw(on: &canvas, at: room.legendTop)
        ChartWords.draw(key: key, on: &canvas)
    }

    private func style(_ variant: Variant) -> String {
        "k\(variant.number % ChartStyle.colourCount)"
    }

    /// The positions of curves, points and arrows, which labels avoid.
    private var obstacles: [(Double, Double)] {
        let curves = variants.compactMap { fitted($0)?.curve }.flatMap {
            places($0, frame.horizontal.low, frame.horizontal.high)
        }
        let points = variants.flatMap(\.cells).flatMap { cell -> [(Double, Double)] in
            let units = Double(max(1, cell.scale.units))
            let arrow = cell.reading.atLeast.map { bytes in
                let (x, y) = frame.point(units, bytes)
                return (x, y - 10)
            }
            return [arrow, cell.reading.need(of: scenario.metric).map { frame.point(units, $0) }]
                .compactMap(\.self)
        }
        return curves + points
    }

    // MARK: The fitted curve

    /// Returns the growth if its curve should be drawn. A curve that misses its points would
    /// mislead, and one through too few points is a guess.
    private func fitted(_ variant: Variant) -> GrowthRecord? {
        guard variant.scarceScales == nil else { return nil }
        return variant.growth.flatMap {
            GrowthWords(growth: $0, unit: scenario.unit).isPoor ? nil : $0
        }
    }

    /// Returns the measured points, in pixels.
    private func measured(_ variant: Variant) -> [(Double, Double)] {
        variant.cells.compactMap { cell in
            cell.reading.need(of: scenario.metric).map {
                frame.point(Double(max(1, cell.scale.units)), $0)
            }
        }
    }

    /// Draws the curve solid over the measured range and dotted beyond, or else straight lines.
    private mutating func drawCurve(_ variant: Variant) {
        let known = variant.cells.filter { $0.reading.need(of: scenario.metric) != nil }
            .map { Double(max(1, $0.scale.units)) }
        guard let curve = fitted(variant)?.curve else {
            return canvas.path(measured(variant), "line aside \(style(variant))")
        }
        guard let first = known.first, let last = known.last else { return }
        let axis = frame.horizontal
        for (from, to, look) in [
            (axis.low, first, " beyond"), (first, last, ""), (last, axis.high, " beyond"),
        ] where from < to {
            canvas.path(places(curve, from, to), "line \(style(variant))\(look)")
        }
    }

    /// Returns the curve's points within the frame.
    private func places(
        _ curve: GrowthCurve, _ from: Double, _ to: Double
    ) -> [(Double, Double)] {
        let part = Axis(.logarithmic, from, to, from: 0, to: 1)
        return (0...40).map { part.value(at: Double($0) / 40) }
            .map { (units: $0, bytes: curve.bytes(at: $0)) }
            .filter { frame.vertical.holds($0.bytes) }
            .map { frame.point($0.units, $0.bytes) }
    }

    /// Draws a mark where the curve crosses the budget, on a band as wide as the interval.
    private mutating func drawBreak(_ variant: Variant) {
        guard let units = fitted(variant)?.breakPoint?.units,
            frame.horizontal.holds(units.estimate),
            let bytes = variant.cells.lazy.compactMap(\.budget).first.map({ Double($0.limit.bytes) }
            )
        else { return }
        let axis = frame.horizontal
        let ends = (max(units.low, axis.low), min(units.high, axis.high))
        canvas.line(
            frame.point(ends.0, bytes), frame.point(ends.1, bytes), "band \(style(variant))")
        let (x, y) = frame.point(units.estimate, bytes)
        canvas.line((x, y), (x, frame.bottom), "line beyond \(style(variant))")
        canvas.cross(x, y, "line \(style(variant))")
    }

    // MARK: What was measured

    private mutating func drawPoints(_ variant: Variant) {
        for cell in variant.cells {
            let units = Double(max(1, cell.scale.units))
            if let bound = cell.reading.atLeast {
                let (x, y) = frame.point(units, bound)
                canvas.arrow(x, y, "line \(style(variant))")
            }
            guard let bytes = cell.reading.need(of: scenario.metric) else { continue }
            let (x, y) = frame.point(units, bytes)
            let look = cell.reading.peak == nil ? "hollow" : "solid"
            canvas.point(x, y, series: variant.number, "\(look) \(style(variant))")
        }
    }

    /// Draws a short line at the earlier peak of each point.
    private mutating func drawEarlier(_ variant: Variant) {
        for cell in variant.cells {
            guard let mark = scenario.earlier[cell] else { continue }
            let (x, y) = frame.point(Double(max(1, cell.scale.units)), mark.bytes)
            canvas.line((x - 9, y), (x + 9, y), "earlier")
        }
    }
}

internal import MemoryBudget

/// The frame of a plot: grid, ticks, axis titles and budget lines.
struct PlotFrame {
    let horizontal: Axis
    let vertical: Axis

    /// The layout of a chart: its plot, with the legend and the key below.
    struct Room {
        let width = ChartWords.chartWidth
        let left = 70.0
        let right = ChartWords.chartWidth - 20
        let top: Double
        let bottom: Double
        /// The top of the legend, in pixels.
        let legendTop: Double
        let height: Double

        private static let plotHeight = 240.0

        init(title: [String], legend: Legend, key: [String]) {
            top = ChartWords.bottom(of: title) + 10
            bottom = top + Self.plotHeight
            legendTop = bottom + 50
            height = legendTop + legend.height + ChartWords.height(ofKey: key)
        }
    }

    var left: Double { horizontal.start }
    var right: Double { horizontal.end }
    var top: Double { vertical.end }
    var bottom: Double { vertical.start }

    func point(_ x: Double, _ y: Double) -> (Double, Double) {
        (horizontal.place(x), vertical.place(y))
    }

    /// Draws the grid lines and the figures at the ticks.
    func draw(
        on canvas: inout Canvas, _ horizontalTicks: [(value: Double, label: String)],
        _ horizontalTitle: String
    ) {
        for tick in vertical.byteTicks(atMost: 8) {
            let y = vertical.place(tick)
            canvas.line((left, y), (right, y), "grid")
            canvas.text(Self.memory(tick), left - 7, y + 4.5, .end, "faint small")
        }
        for tick in horizontalTicks {
            let x = horizontal.place(tick.value)
            canvas.line((x, bottom), (x, bottom + 5), "grid")
            // The last label would leave the chart.
            let isLast = x > right - 22
            canvas.text(
                tick.label, isLast ? right + 14 : x, bottom + 19, isLast ? .end : .middle,
                "faint small")
        }
        canvas.line((left, bottom), (right, bottom), "grid")
        canvas.text(horizontalTitle, (left + right) / 2, bottom + 37, .middle, "faint small")
    }

    /// Draws a budget line, with its name, if any, where it covers least.
    ///
    /// - Parameter others: The positions of other drawn things, in pixels.
    func drawBudget(
        _ bytes: Double, _ name: String, clearOf others: [(Double, Double)],
        on canvas: inout Canvas
    ) {
        guard vertical.holds(bytes) else { return }
        let y = vertical.place(bytes)
        canvas.line((left, y), (right, y), "budget")
        guard !name.isEmpty else { return }
        let width = Double(TextWidth.columns(name)) * 8
        let places = [y - 6, y + 17].flatMap { baseline in
            stride(from: left + 6, to: max(left + 7, right - width), by: 40).map { ($0, baseline) }
        }
        func crowd(_ place: (Double, Double)) -> Int {
            others.count { x, y in
                x > place.0 - 8 && x < place.0 + width + 8 && y > place.1 - 18 && y < place.1 + 7
            }
        }
        let freest = places.min { crowd($0) < crowd($1) } ?? (left + 6, y - 6)
        canvas.text(name, freest.0, freest.1, .start, "limit small halo")
    }

    /// Returns `64 MiB`, `1.5 GiB`: without a decimal that is zero.
    static func memory(_ bytes: Double) -> String {
        ByteCount(whole(bytes)).description.replacing(".0 ", with: " ")
    }
}

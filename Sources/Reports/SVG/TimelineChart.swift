internal import MemoryBudget
internal import RunStore

/// The chart of resident memory over time at the largest scale, one line per strategy.
struct TimelineChart {
    private let scenario: ScenarioView
    private let scale: ScaleRecord
    private let lines: [Line]
    private let drawn: DrawnVariants
    private let title: String
    private let heading: [String]
    private let legend: Legend
    private let key: [String]
    private let room: PlotFrame.Room
    private let frame: PlotFrame
    private var canvas: Canvas

    private struct Line {
        var variant: Variant
        var trial: Observation
        /// The samples: seconds since the start, and RSS in bytes.
        var points: [(Double, Double)]
        var isNeed: Bool { trial.kind == .need }
    }

    /// Returns the chart; `nil` if no trial was sampled.
    static func chart(of scenario: ScenarioView, _ samples: [Observation: [Sample]]) -> Chart? {
        guard var drawing = TimelineChart(scenario, samples) else { return nil }
        drawing.draw()
        return Chart(name: "timeline", title: drawing.title, drawing.canvas)
    }

    private init?(_ scenario: ScenarioView, _ samples: [Observation: [Sample]]) {
        let drawn = DrawnVariants(of: scenario)
        let lines = Timeline.traces(of: drawn.variants, in: scenario).compactMap { trace in
            Self.line(trace, through: samples[trace.trial] ?? [])
        }
        guard let scale = scenario.scales.last, !lines.isEmpty else { return nil }
        self.scenario = scenario
        self.scale = scale
        self.lines = lines
        self.drawn = drawn
        title = "\(scenario.name): RSS over time at \(scenario.label(of: scale))"
        heading = ChartWords.title(title)
        legend = Legend(Self.entries(of: drawn.variants, with: lines))
        key = ChartWords.key(Self.key(of: lines, in: scenario, drawing: drawn), note: drawn.note)
        room = PlotFrame.Room(title: heading, legend: legend, key: key)
        canvas = Canvas(width: room.width, height: room.height)
        let budgets = drawn.variants.compactMap { $0.cell(at: scale)?.budget }
        frame = Self.frame(
            around: lines, budgets: budgets.map { Double($0.limit.bytes) }, room: room)
    }

    /// Returns the line of a trial; `nil` if it has too few samples.
    private static func line(_ trace: Timeline.Trace, through samples: [Sample]) -> Line? {
        let all = samples.filter { $0.rssBytes > 0 }
        guard all.count > 1 else { return nil }
        return Line(
            variant: trace.variant, trial: trace.trial,
            points: thinned(all).map {
                (Double($0.timeNanoseconds) / 1e9, Double($0.rssBytes))
            })
    }

    private static func frame(
        around lines: [Line], budgets: [Double], room: PlotFrame.Room
    ) -> PlotFrame {
        let peaks = lines.map { line in line.points.map(\.1).max() ?? 1 }
        let ends = lines.map { $0.points[$0.points.count - 1].0 }
        // The start of a process is not of interest: readings below a quarter of the smallest peak
        // are left out.
        let low = ((peaks + budgets).min() ?? 1) / 4
        return PlotFrame(
            horizontal: Axis(
                .linear, 0, (ends.max() ?? 1) * 1.03, from: room.left, to: room.right),
            vertical: Axis(
                .logarithmic, low, ((peaks + budgets).max() ?? 1) * 1.4, from: room.bottom,
                to: room.top))
    }

    /// Returns at most 240 samples, which keep the highest of those they replace.
    private static func thinned(_ samples: [Sample]) -> [Sample] {
        let width = (samples.count + 239) / 240
        return stride(from: 0, to: samples.count, by: width).compactMap { start in
            samples[start..<min(start + width, samples.count)]
                .max { $0.rssBytes < $1.rssBytes }
        }
    }

    private mutating func draw() {
        ChartWords.draw(heading, on: &canvas)
        let ticks = frame.horizontal.ticks(atMost: 5)
        frame.draw(on: &canvas, ticks.map { ($0, Self.seconds($0)) }, "time since its start")
        if scenario.metric == .peakRSS {
            let obstacles = lines.flatMap(places)
            for (bytes, name) in drawn.budgetLines {
                frame.drawBudget(bytes, name, clearOf: obstacles, on: &canvas)
            }
        }
        for line in lines.filter(\.isNeed) + lines.filter({ !$0.isNeed }) { draw(line) }
        legend.draw(on: &canvas, at: room.legendTop)
        ChartWords.draw(key: key, on: &canvas)
    }

    private mutating func draw(_ line: Line) {
        let style = "k\(line.variant.number % ChartStyle.colourCount)"
        let places = places(line)
        canvas.path(places, line.isNeed ? "line aside \(style)" : "line \(style)")
        guard let end = places.last else { return }
        if line.trial.outcome == .overBudget {
            canvas.cross(end.0, end.1, "line \(style)")
        } else {
            canvas.point(
                end.0, end.1, series: line.variant.number,
                "\(line.isNeed ? "hollow" : "solid") \(style)")
        }
    }

    private func places(_ line: Line) -> [(Double, Double)] {
        line.points.filter { frame.horizontal.holds($0.0) }
            .map { frame.point($0.0, min(max($0.1, frame.vertical.low), frame.vertical.high)) }
    }

    private static func seconds(_ value: Double) -> String {
        if value == 0 { return "0" }
        let text = TimeSpan.describe(.nanoseconds(whole(value * 1e9)))
        return text.replacing(".00 ", with: " ").replacing(".0 ", with: " ")
    }

    /// Returns one entry per strategy that has a line.
    private static func entries(of variants: [Variant], with lines: [Line]) -> [Legend.Entry] {
        let byVariant = Dictionary(grouping: lines, by: \.variant.number)
        return variants.compactMap { variant in
            byVariant[variant.number].map { own in
                Legend.Entry(
                    series: variant.number, name: variant.title, details: own.map(ending))
            }
        }
    }

    /// Returns `killed at 32.1 MiB after 0.31 s`, `96.3 MiB without a budget in 1.8 s`.
    private static func ending(_ line: Line) -> String {
        let time = TimeSpan.describe(.nanoseconds(Int64(line.trial.wallNanoseconds)))
        let peak = line.trial.peakRSSBytes.map { "\(ByteCount($0))" } ?? "unread"
        if line.isNeed { return "\(peak) without a budget in \(time)" }
        return line.trial.outcome == .overBudget
            ? "killed at \(peak) after \(time)" : "\(peak) in \(time)"
    }

    private static func key(
        of lines: [Line], in scenario: ScenarioView, drawing drawn: DrawnVariants
    ) -> [String] {
        [
            lines.contains { !$0.isNeed && $0.trial.outcome == .overBudget } ? "× killed" : "",
            lines.contains(where: \.isNeed) ? "dashed: without the budget" : "",
            scenario.metric == .peakRSS && drawn.budgetLines.contains { $0.name.isEmpty }
                ? "red: budgets" : "",
            "one trial each, sampled",
        ]
    }
}

internal import MemoryBudget
internal import RunStore

/// Resident memory over time, a line a strategy, at the largest scale.
struct TimelineChart {
    private let scenario: ScenarioView
    private let scale: ScaleRecord
    private let lines: [Line]
    private let drawn: DrawnVariants
    private let room: PlotFrame.Room
    private let frame: PlotFrame
    private var canvas: Canvas

    private struct Line {
        var variant: Variant
        var trial: Observation
        /// Time in seconds and RSS in bytes.
        var points: [(Double, Double)]
        var isNeed: Bool { trial.kind == .need }
    }

    /// The chart; nil if no trial was sampled.
    static func chart(of scenario: ScenarioView, _ samples: [Observation: [Sample]]) -> Chart? {
        guard var drawing = TimelineChart(scenario, samples) else { return nil }
        drawing.draw()
        return Chart(name: "timeline", title: drawing.title, drawing.canvas)
    }

    private init?(_ scenario: ScenarioView, _ samples: [Observation: [Sample]]) {
        let drawn = DrawnVariants(of: scenario)
        let lines = Timeline.traces(of: drawn.variants, in: scenario).compactMap { trace -> Line? in
            let all = (samples[trace.trial] ?? []).filter { $0.rssBytes > 0 }
            guard all.count > 1 else { return nil }
            return Line(
                variant: trace.variant, trial: trace.trial,
                points: Self.thinned(all).map {
                    (Double($0.timeNanoseconds) / 1e9, Double($0.rssBytes))
                })
        }
        guard let scale = scenario.scales.last, !lines.isEmpty else { return nil }
        self.scenario = scenario
        self.scale = scale
        self.lines = lines
        self.drawn = drawn
        room = PlotFrame.Room(
            labelCount: Set(lines.map(\.variant.number)).count, hasNote: drawn.note != nil)
        canvas = Canvas(width: room.width, height: room.height)
        let peaks = lines.map { line in line.points.map(\.1).max() ?? 1 }
        let ends = lines.map { $0.points[$0.points.count - 1].0 }
        let budgets = drawn.variants.compactMap { $0.cell(at: scale)?.budget }
            .map { Double($0.limit.bytes) }
        let (longest, shortest) = (ends.max() ?? 1, ends.min() ?? 1)
        // The start of a process is not what this is about: below a quarter of the least peak
        // nothing is shown, and where one strategy takes far longer, neither are its beginnings.
        let isWide = longest > shortest * 12
        let low = ((peaks + budgets).min() ?? 1) / 4
        frame = PlotFrame(
            horizontal: Axis(
                isWide ? .logarithmic : .linear, isWide ? shortest / 20 : 0, longest * 1.03,
                from: room.left, to: room.right),
            vertical: Axis(
                .logarithmic, low, ((peaks + budgets).max() ?? 1) * 1.4, from: room.bottom,
                to: room.top))
    }

    /// At most 240 samples; of those that are left out none is higher than the one that stays.
    private static func thinned(_ samples: [Sample]) -> [Sample] {
        let width = (samples.count + 239) / 240
        return stride(from: 0, to: samples.count, by: width).compactMap { start in
            samples[start..<min(start + width, samples.count)]
                .max { $0.rssBytes < $1.rssBytes }
        }
    }

    private var title: String {
        "\(scenario.name): resident memory over time at \(scenario.label(of: scale))"
    }

    private mutating func draw() {
        canvas.text(TextWrap.cut(TerminalText.visible(title), width: 84), 8, 22, .start, "head")
        let ticks = frame.horizontal.ticks(atMost: 8)
        frame.draw(on: &canvas, ticks.map { ($0, Self.seconds($0)) }, "time since its start")
        if scenario.metric == .peakRSS {
            let obstacles = lines.flatMap(places)
            for (bytes, name) in drawn.budgetLines {
                frame.drawBudget(bytes, name, clearOf: obstacles, on: &canvas)
            }
        }
        for line in lines.filter(\.isNeed) + lines.filter({ !$0.isNeed }) { draw(line) }
        LabelColumn(labels, from: room.labels.top, to: room.labels.bottom)
            .draw(on: &canvas, at: room.right)
        frame.drawKey(key, drawn.note, on: &canvas)
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

    /// One a strategy, at the height of its last line.
    private var labels: [LabelColumn.Label] {
        let byVariant = Dictionary(grouping: lines, by: \.variant.number)
        return drawn.variants.compactMap { variant in
            let own = byVariant[variant.number] ?? []
            guard let last = own.last, let height = last.points.map(\.1).max() else { return nil }
            return LabelColumn.Label(
                series: variant.number, y: frame.vertical.place(height), name: variant.title,
                details: own.map(ending))
        }
    }

    /// `killed at 32.1 MiB, 0.31 s`, `96.3 MiB without a budget, 1.8 s`.
    private func ending(_ line: Line) -> String {
        let time = TimeSpan.describe(.nanoseconds(Int64(line.trial.wallNanoseconds)))
        let peak = line.trial.peakRSSBytes.map { "\(ByteCount($0))" } ?? "unread"
        if line.isNeed { return "unbudgeted \(peak), \(time)" }
        return line.trial.outcome == .overBudget ? "killed at \(peak), \(time)" : "\(peak), \(time)"
    }

    private var key: [String] {
        [
            lines.contains { !$0.isNeed && $0.trial.outcome == .overBudget } ? "× killed" : "",
            lines.contains(where: \.isNeed) ? "dashed: without the budget" : "",
            scenario.metric == .peakRSS && drawn.budgetLines.contains { $0.name.isEmpty }
                ? "red: budgets" : "",
            "one trial each, sampled",
        ].filter { !$0.isEmpty }
    }
}

internal import MemoryBudget

/// A finished chart, for a file of its own or within a page.
struct Chart: Hashable, Sendable {
    /// The subject, in a few words suitable for a file name.
    private(set) var name: String
    /// The description for readers who can't see the chart.
    let title: String
    private let width: Int
    private let height: Int
    private let rules: String
    private let marks: [Markup]

    /// - Parameter rules: The chart's own style rules, in addition to those of all charts.
    init(name: String, title: String, rules: String = "", _ canvas: Canvas) {
        self.name = name
        self.title = title
        self.rules = rules
        width = Int(canvas.width)
        height = Int(canvas.height)
        marks = canvas.marks
    }

    /// Returns the chart under another name.
    func named(_ name: String) -> Chart {
        var chart = self
        chart.name = name
        return chart
    }

    /// The contents of a self-contained SVG file, light or dark by the reader's setting.
    var file: String {
        let style = Markup.element("style", [:], [Markup(source: ChartStyle.standalone + rules)])
        return svg(
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "chart", "role": "img",
                "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "height": "\(height)",
            ], [style, background]
        ).source + "\n"
    }

    /// The markup for a page that includes ``ChartStyle/rules``.
    var inline: Markup {
        svg(
            [
                "class": "chart", "role": "img", "viewBox": "0 0 \(width) \(height)",
                "style": "max-width:\(width * 3 / 2)px",
            ], [])
    }

    private var background: Markup {
        .element("rect", ["width": "100%", "height": "100%", "fill": "var(--paper)", "rx": "6"])
    }

    private func svg(_ attributes: KeyValuePairs<String, String>, _ first: [Markup]) -> Markup {
        .block("svg", attributes, [.element("title", [:], title)] + first + marks)
    }
}

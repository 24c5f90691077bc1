internal import MemoryBudget

/// A finished drawing, for a file of its own or for a page.
struct Chart: Hashable, Sendable {
    /// Its subject, in a few words that are fit for a file's name.
    private(set) var name: String
    /// A description for those who can't see it.
    let title: String
    private let width: Int
    private let height: Int
    private let rules: String
    private let marks: [Markup]

    /// - Parameter rules: Of its own, beside those of every chart.
    init(name: String, title: String, rules: String = "", _ canvas: Canvas) {
        self.name = name
        self.title = title
        self.rules = rules
        width = Int(canvas.width)
        height = Int(canvas.height)
        marks = canvas.marks
    }

    /// The same under another name.
    func named(_ name: String) -> Chart {
        var chart = self
        chart.name = name
        return chart
    }

    /// A file that needs nothing beside it; light or dark as the reader has it.
    var file: String {
        let style = Markup.element("style", [:], [Markup(source: ChartStyle.standalone + rules)])
        return svg(
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "chart", "role": "img",
                "viewBox": "0 0 \(width) \(height)", "width": "\(width)", "height": "\(height)",
            ], [style, background]
        ).source + "\n"
    }

    /// A part of a page that has ``ChartStyle/rules``.
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

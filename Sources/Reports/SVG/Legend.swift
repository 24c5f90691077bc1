/// The names of a chart's series below its plot: one line each with a description, or two columns
/// of names if there are many.
struct Legend {
    struct Entry {
        /// The number of the series, which decides colour and shape.
        var series: Int
        var name: String
        /// The descriptions, a few words each.
        var details: [String]
    }

    private let entries: [(series: Int, lines: [String])]
    private let columnCount: Int

    private static let lineHeight = 17.0
    private static let gap = 3.0
    /// The maximum number of series with descriptions.
    private static let describedMax = 10
    private static let columns = (wide: 45, narrow: 21)

    init(_ entries: [Entry]) {
        let isLong = entries.count > Self.describedMax
        columnCount = isLong ? 2 : 1
        self.entries = entries.map { entry in
            let name = TerminalText.visible(entry.name)
            guard !isLong else {
                return (entry.series, [TextWrap.cut(name, width: Self.columns.narrow)])
            }
            let details = entry.details.isEmpty ? "" : ": " + entry.details.joined(separator: ", ")
            return (entry.series, TextWrap.lines(name + details, width: Self.columns.wide))
        }
    }

    /// The height of the legend, in pixels.
    var height: Double {
        columnCount == 1
            ? entries.reduce(0) { $0 + Self.height(of: $1.lines) }
            : Double((entries.count + 1) / 2) * (Self.lineHeight + Self.gap)
    }

    private static func height(of lines: [String]) -> Double {
        Double(lines.count) * lineHeight + gap
    }

    func draw(on canvas: inout Canvas, at top: Double) {
        var y = top
        for (index, entry) in entries.enumerated() {
            let column = index % columnCount
            let x = 8 + Double(column) * canvas.width / 2
            canvas.point(
                x + 6, y + 8, series: entry.series,
                "solid k\(entry.series % ChartStyle.colourCount)")
            for (number, line) in entry.lines.enumerated() {
                canvas.text(
                    line, x + 18, y + 12.5 + Double(number) * Self.lineHeight, .start, "small")
            }
            if column == columnCount - 1 { y += Self.height(of: entry.lines) }
        }
    }
}

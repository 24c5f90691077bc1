/// The names of curves at the right of a plot, each as near to its curve as the others allow.
struct LabelColumn {
    struct Label {
        /// The series' number, for its colour and shape.
        var series: Int
        /// Where its curve ends.
        var y: Double
        var name: String
        /// Its description, in lines below the name.
        var details: [String]
    }

    private let labels: [(label: Label, top: Double)]
    private static let lineHeight = 15.0
    private static let gap = 7.0
    /// The height of a label without details where room is short.
    static let leastHeight = 17.0

    /// Places the labels between two heights; if there is too little room, the details go, then the gaps.
    init(_ labels: [Label], from top: Double, to bottom: Double) {
        let sorted = labels.sorted { $0.y < $1.y }.map { label in
            var label = label
            label.details = label.details.flatMap { TextWrap.lines($0, width: 34) }
            return label
        }
        let whole = sorted.map { Double($0.details.count + 1) * Self.lineHeight + Self.gap }
        let isTight = whole.reduce(0, +) > bottom - top
        let kept = sorted.map { label in
            var label = label
            if isTight { label.details = [] }
            return label
        }
        let isDense = (Self.lineHeight + Self.gap) * Double(kept.count) > bottom - top
        let heights = kept.map { label in
            isDense
                ? Self.leastHeight
                : Double(label.details.count + 1) * Self.lineHeight + Self.gap
        }
        let wanted = kept.map { $0.y - Self.lineHeight / 2 }
        self.labels = Array(
            zip(kept, Self.spread(wanted, heights, from: top, to: bottom)))
    }

    /// Pushes down what overlaps, then up what has left the room at the bottom.
    static func spread(
        _ wanted: [Double], _ heights: [Double], from top: Double, to bottom: Double
    ) -> [Double] {
        var tops = wanted
        var least = top
        for index in tops.indices {
            tops[index] = max(tops[index], least)
            least = tops[index] + heights[index]
        }
        var most = bottom
        for index in tops.indices.reversed() {
            tops[index] = min(tops[index], most - heights[index])
            most = tops[index]
        }
        return tops
    }

    func draw(on canvas: inout Canvas, at x: Double) {
        for (label, top) in labels {
            let style = "k\(label.series % ChartStyle.colourCount)"
            canvas.point(x + 12, top + 8, series: label.series, "solid \(style)")
            canvas.text(
                TextWrap.cut(TerminalText.visible(label.name), width: 30), x + 23, top + 12.5,
                .start, "")
            for (line, detail) in label.details.enumerated() {
                canvas.text(
                    detail, x + 23,
                    top + 12.5 + Double(line + 1) * Self.lineHeight, .start, "faint small")
            }
        }
    }
}

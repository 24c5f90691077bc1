internal import MemoryBudget

/// A drawing surface; coordinates are in pixels from the top left.
struct Canvas {
    let width: Double
    let height: Double
    private(set) var marks: [Markup] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    enum Anchor: String {
        case start, middle, end
    }

    mutating func add(_ mark: Markup) {
        marks.append(mark)
    }

    mutating func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) {
        add(
            .element(
                "line",
                [
                    "x1": number(from.0), "y1": number(from.1), "x2": number(to.0),
                    "y2": number(to.1), "class": style,
                ]))
    }

    mutating func path(_ points: [(Double, Double)], _ style: String) {
        guard points.count > 1 else { return }
        let places = points.map { "\(number($0.0)) \(number($0.1))" }
        add(.element("path", ["d": "M" + places.joined(separator: "L"), "class": style]))
    }

    mutating func box(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String
    ) {
        guard width > 0 else { return }
        add(
            .element(
                "rect",
                [
                    "x": number(x), "y": number(y), "width": number(width),
                    "height": number(height), "class": style,
                ]))
    }

    /// Draws one line of text, with control characters shown as escapes.
    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, _ style: String = ""
    ) {
        add(
            .element(
                "text",
                ["x": number(x), "y": number(y), "text-anchor": anchor.rawValue, "class": style],
                TerminalText.visible(text)))
    }

    /// Draws a point of a series; its shape tells series apart where colours don't.
    mutating func point(_ x: Double, _ y: Double, series: Int, _ style: String) {
        let radius = 4.5
        guard series % 4 > 0 else {
            return add(
                .element(
                    "circle",
                    ["cx": number(x), "cy": number(y), "r": number(radius), "class": style]))
        }
        let corners: [[(Double, Double)]] = [
            [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { ($0.0 * 0.9, $0.1 * 0.9) },
            [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
            [(0, -1.25), (1.2, 0.95), (-1.2, 0.95)],
        ]
        let places = corners[series % 4 - 1].map {
            "\(number(x + $0.0 * radius)) \(number(y + $0.1 * radius))"
        }
        add(
            .element("path", ["d": "M\(places.joined(separator: "L"))Z", "class": style]))
    }

    /// Draws an upward arrow from a point: the true value is higher.
    mutating func arrow(_ x: Double, _ y: Double, _ style: String) {
        path([(x, y), (x, y - 16)], style)
        path([(x - 4, y - 11), (x, y - 16), (x + 4, y - 11)], style)
    }

    /// Draws a cross, which marks a kill.
    mutating func cross(_ x: Double, _ y: Double, _ style: String) {
        path([(x - 4.5, y - 4.5), (x + 4.5, y + 4.5)], style)
        path([(x - 4.5, y + 4.5), (x + 4.5, y - 4.5)], style)
    }

    private func number(_ value: Double) -> String {
        let text = fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

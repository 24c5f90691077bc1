internal import HeapProfile
internal import MemoryBudget

/// The bar chart of resident memory by part, from live heap blocks to the unexplained rest.
struct BreakdownChart {
    private let table: BreakdownTable
    private let caption: String
    private var canvas: Canvas

    private static let width = 410.0
    private static let margin = 10.0
    private static let barTop = 38.0
    private static let barHeight = 26.0
    private static let rowHeight = 19.0
    /// The minimum width of a drawn part, in pixels; thinner parts are only in the key.
    private static let leastWidth = 0.5
    /// The columns of the key: the end of the figures, and the start of shares and names.
    private static let places = (bytes: 74.0, share: 122.0, name: 136.0)

    /// Creates the chart.
    ///
    /// - Parameter caption: The moment that the breakdown shows.
    init(_ table: BreakdownTable, caption: String) {
        self.table = table
        self.caption = caption
        let rows = Double(table.parts.count + 1)
        canvas = Canvas(
            width: Self.width,
            height: Self.barTop + Self.barHeight + 12 + rows * Self.rowHeight + Self.margin)
        canvas.text("Resident memory", Self.margin, 24, .start, "head")
        drawBar()
        drawKey()
    }

    /// The finished chart.
    var chart: Chart { Chart(name: "memory", title: caption, canvas) }

    private var total: Double { Double(table.breakdown.totalBytes) }

    private mutating func drawBar() {
        var x = Self.margin
        for part in table.parts {
            let width = Double(part.bytes) / total * (Self.width - 2 * Self.margin)
            if width >= Self.leastWidth {
                canvas.box(x, Self.barTop, width, Self.barHeight, part.style)
            }
            x += width
        }
    }

    private mutating func drawKey() {
        let unit = Figures.MemoryUnit(for: [total])
        var y = Self.barTop + Self.barHeight + 24
        for part in table.parts {
            canvas.box(Self.margin + 1, y - 10.5, 12, 12, part.style)
            drawRow(name: part.name, bytes: Double(part.bytes), in: unit, at: y)
            y += Self.rowHeight
        }
        drawRow(name: "\(unit.name) in total", bytes: total, in: unit, at: y)
    }

    private mutating func drawRow(
        name: String, bytes: Double, in unit: Figures.MemoryUnit, at y: Double
    ) {
        canvas.text(unit.text(bytes), Self.places.bytes, y, .end)
        canvas.text(Figures.percent(bytes / total), Self.places.share, y, .end, "faint")
        canvas.text(name, Self.places.name, y)
    }
}

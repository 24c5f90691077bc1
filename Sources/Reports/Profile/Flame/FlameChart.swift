internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The flame graph of a profile as a chart.
struct FlameChart {
    private let graph: FlameGraph
    private let record: ProfileRecord
    private var canvas: Canvas

    /// The width that a page shows without scaling, so that text keeps its size.
    private static let width = 880.0
    private static let margin = 12.0
    private static let rowHeight = 20.0
    private static let headHeight = 84.0
    /// The width of a character of ``FlameStyle/monospaced`` at 12 px, for the widest of these
    /// fonts.
    private static let columnWidth = 7.25
    /// The minimum width of a box, in pixels. It is doubled, up to a maximum, while there are too
    /// many rows or boxes: of deep recursion, only boxes wide enough for a few screens are drawn.
    private static let leastWidth = 1.0
    private static let widestLeast = 16.0
    private static let depthWanted = 60
    private static let boxesWanted = 600

    private static var innerWidth: Double { width - 2 * margin }

    /// Creates the chart.
    init(_ record: ProfileRecord) {
        self.record = record
        graph = FlameGraph(
            record, leastWidth: Self.leastWidth / Self.innerWidth,
            widest: Self.widestLeast / Self.innerWidth,
            fits: { $0.depth <= Self.depthWanted && $0.boxes.count <= Self.boxesWanted })
        let height =
            Self.headHeight + Double(graph.depth) * Self.rowHeight + Self.margin
            + (graph.note == nil ? 0 : Self.rowHeight)
        canvas = Canvas(width: Self.width, height: height)
        drawHead()
        for box in graph.boxes { draw(box) }
    }

    /// The finished chart.
    var chart: Chart {
        Chart(name: "flame", title: Self.title(record), rules: FlameStyle.drawing, canvas)
    }

    /// Returns the title for a record's flame graph.
    static func title(_ record: ProfileRecord) -> String {
        let live = ByteCount(record.heap.liveBytes(at: record.moment))
        let when = record.hasDied ? "when it died" : "at its peak"
        return TerminalText.visible("\(record.trial.commandName): what held \(live) \(when)")
    }

    private mutating func drawHead() {
        canvas.text(Self.title(record), Self.margin, 24, .start, "head")
        canvas.text(FlameStyle.about, Self.margin, 45, .start, "small faint")
        if let note = graph.note {
            canvas.text(note, Self.margin, canvas.height - 10, .start, "small faint")
        }
        var x = Self.margin
        for look in FlameStyle.roles where graph.roles.contains(look.role) {
            canvas.box(x, 57, 12, 12, look.role.rawValue)
            canvas.text(look.name, x + 17, 67.5, .start, "small")
            x += 40 + 7 * Double(look.name.count)
        }
    }

    private mutating func draw(_ box: FlameGraph.Box) {
        let x = Self.margin + box.start * Self.innerWidth
        let y = Self.headHeight + Double(box.depth) * Self.rowHeight
        let width = box.width * Self.innerWidth
        var group = Canvas(width: canvas.width, height: canvas.height)
        group.box(x, y, width, Self.rowHeight, FlameStyle.style(box.kind))
        let columns = Int((width - 6) / Self.columnWidth)
        let name = box.kind == .folded ? "…" : box.name
        let text = FlameName.fitting(TerminalText.visible(name), columns: columns)
        if !text.isEmpty, columns > 0 { group.text(text, x + 3, y + 14, .start, "name") }
        let title = Markup.element("title", [:], graph.description(box))
        canvas.add(.element("g", [:], [title] + group.marks))
    }
}

internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile's flame graph as a drawing.
struct FlameChart {
    private let graph: FlameGraph
    private let record: ProfileRecord
    private var canvas: Canvas

    private static let width = 1200.0
    private static let margin = 12.0
    private static let rowHeight = 20.0
    private static let headHeight = 84.0
    /// Of a character of ``FlameStyle/monospaced`` at 12 px; the widest of these fonts.
    private static let columnWidth = 7.25
    /// In pixels; doubled up to the widest while there are more rows than wanted.
    private static let leastWidth = 1.0
    private static let widestLeast = 16.0
    private static let depthWanted = 60

    private static var innerWidth: Double { width - 2 * margin }

    /// Draws it.
    init(_ record: ProfileRecord) {
        self.record = record
        graph = Self.graph(record.heap)
        let height = Self.headHeight + Double(graph.depth) * Self.rowHeight + Self.margin
        canvas = Canvas(width: Self.width, height: height)
        drawHead()
        for box in graph.boxes { draw(box) }
    }

    /// Of deep recursion, only what is wide enough for a drawing of a few screens.
    private static func graph(_ heap: HeapProfile) -> FlameGraph {
        var width = leastWidth
        var graph = FlameGraph(heap, leastWidth: width / innerWidth)
        while graph.depth > depthWanted, width < widestLeast {
            width *= 2
            graph = FlameGraph(heap, leastWidth: width / innerWidth)
        }
        return graph
    }

    /// The drawing.
    var chart: Chart {
        Chart(name: "flame", title: Self.title(record), rules: FlameStyle.drawing, canvas)
    }

    /// What a flame graph of a record shows.
    static func title(_ record: ProfileRecord) -> String {
        let peak = ByteCount(record.heap.peakBytes)
        // A command is named by its path.
        let name = record.trial.strategy.split(separator: "/").last ?? ""
        return TerminalText.visible("\(name): who held \(peak) at its peak")
    }

    private mutating func drawHead() {
        canvas.text(Self.title(record), Self.margin, 24, .start, "head")
        let about = [
            "Width: live bytes at the peak. Callers above, what they called below.", graph.note,
        ]
        canvas.text(
            about.compactMap(\.self).joined(separator: " "), Self.margin, 45, .start, "small faint")
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

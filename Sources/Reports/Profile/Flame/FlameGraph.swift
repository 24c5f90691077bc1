internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The boxes of a flame graph: the position of each function in shares of the whole width, with
/// callers above callees.
struct FlameGraph {
    /// The box of a function, or of several that are too narrow to be drawn.
    struct Box {
        /// The full name of the function.
        var name: String
        /// The name of the file that holds its code; empty if unknown.
        var module: String
        /// The bytes held by the function and the functions that it called.
        var bytes: Double
        var kind: Kind
        /// The depth; 0 for the whole.
        var depth: Int
        /// The left edge, 0 to 1.
        var start: Double
        /// The width, 0 to 1.
        var width: Double
    }

    /// The kind of a box.
    enum Kind: Hashable {
        case whole
        case function(FrameRole)
        /// Several functions that are too narrow for boxes of their own.
        case folded
    }

    /// The boxes, the whole first, and callers before callees.
    private(set) var boxes: [Box] = []
    /// The number of functions without a box of their own.
    private(set) var foldedCount = 0
    /// The minimum width of a box, 0 to 1.
    let leastWidth: Double

    /// The number of rows.
    var depth: Int { (boxes.map(\.depth).max() ?? 0) + 1 }

    /// The roles of the boxes, in the order of ``FlameStyle``.
    var roles: [FrameRole] {
        FlameStyle.roles.map(\.role).filter { role in
            boxes.contains { $0.kind == .function(role) }
        }
    }

    /// Creates the graph of merged stacks.
    ///
    /// - Parameter leastWidth: The minimum width of a box, as a share of the whole.
    init(_ tree: StackTree, leastWidth: Double) {
        self.leastWidth = leastWidth
        guard tree.bytes > 0 else { return }
        boxes.append(
            Box(
                name: "all live memory", module: "", bytes: tree.bytes, kind: .whole, depth: 0,
                start: 0, width: 1))
        lay(tree.roots, depth: 1, from: 0, whole: tree.bytes)
    }

    /// Creates a graph of the memory that was live at the profile's moment, small enough to fit.
    ///
    /// - Parameters:
    ///   - width: The minimum width of a box, as a share of the whole. It is doubled, up to
    ///       `widest`, while the graph has too many boxes or rows.
    ///   - fits: Whether a graph is small enough.
    init(
        _ record: ProfileRecord, leastWidth width: Double, widest: Double,
        fits: (FlameGraph) -> Bool
    ) {
        let tree = StackTree(record.heap, at: record.moment)
        var width = width
        self.init(tree, leastWidth: width)
        while !fits(self), width < widest {
            width *= 2
            self = FlameGraph(tree, leastWidth: width)
        }
    }

    private mutating func lay(
        _ nodes: [StackTree.Node], depth: Int, from start: Double, whole: Double
    ) {
        var place = start
        // Largest first, so that narrow boxes are neighbours.
        for node in nodes where node.bytes / whole >= leastWidth {
            let width = node.bytes / whole
            boxes.append(
                Box(
                    name: node.frame.function, module: node.frame.moduleName ?? "",
                    bytes: node.bytes,
                    kind: .function(node.frame.role), depth: depth, start: place, width: width))
            lay(node.children, depth: depth + 1, from: place, whole: whole)
            place += width
        }
        fold(nodes.filter { $0.bytes / whole < leastWidth }, depth, place, whole)
    }

    private mutating func fold(
        _ nodes: [StackTree.Node], _ depth: Int, _ start: Double, _ whole: Double
    ) {
        let count = nodes.reduce(0) { $0 + Self.count($1) }
        let bytes = nodes.reduce(0) { $0 + $1.bytes }
        foldedCount += count
        guard count > 0, bytes / whole >= leastWidth else { return }
        boxes.append(
            Box(
                name: Figures.plural(count, "narrower frame"), module: "", bytes: bytes,
                kind: .folded, depth: depth, start: start, width: bytes / whole))
    }

    private static func count(_ node: StackTree.Node) -> Int {
        node.children.reduce(1) { $0 + count($1) }
    }
}

extension FlameGraph {
    /// Returns the description of a box: `CSVIngest.LoadAll.run: 41.2 MiB, 83.1 % (worker)`.
    func description(_ box: Box) -> String {
        let module = box.module.isEmpty ? "" : " (\(box.module))"
        return TerminalText.visible(
            "\(box.name): \(Figures.bytes(box.bytes)), \(share(box))\(module)")
    }

    /// The note about frames without a box; `nil` if all have one.
    var note: String? {
        guard foldedCount > 0 else { return nil }
        let width = fixed(leastWidth * 100, leastWidth < 0.01 ? 2 : 1)
        return "\(Figures.plural(foldedCount, "frame")) narrower than \(width) % of the whole"
            + " \(foldedCount == 1 ? "is" : "are") not drawn; … stands for them where there is room"
    }

    private func share(_ box: Box) -> String { "\(fixed(box.width * 100, 1)) %" }
}

internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The part of a page that holds a flame graph, readable without ``FlameScript``.
struct FlamePart {
    private let graph: FlameGraph
    private let title: String
    private let heading: String

    /// The minimum width of a box; narrower boxes can't be seen in a page without zooming.
    private static let leastWidth = 0.0002
    /// The width above which a frame is never left out.
    private static let widestLeast = 0.02
    private static let rowHeight = 21

    /// Creates the part for a profile.
    ///
    /// - Parameters:
    ///   - boxCount: The maximum number of boxes; narrow ones are left out while there are more.
    ///   - heading: The element name of its heading.
    init(_ record: ProfileRecord, atMost boxCount: Int, heading: String) {
        graph = FlameGraph(
            record, leastWidth: Self.leastWidth, widest: Self.widestLeast,
            fits: { $0.boxes.count <= boxCount })
        title = "Flame graph of " + (record.hasDied ? "what was live when it died" : "the peak")
        self.heading = heading
    }

    /// Whether there is nothing to draw.
    var isEmpty: Bool { graph.boxes.isEmpty }

    /// The heading, key, search field and graph.
    var section: Markup {
        let note = graph.note.map { [Markup.element("p", ["class": "legend"], $0 + ".")] } ?? []
        let status = Markup.element("p", ["class": "status", "aria-live": "polite"], "")
        return .block(
            "div", ["class": "flame-part"],
            [
                .element(heading, [:], title),
                .element("p", ["class": "conditions"], FlameStyle.about + Self.help), key, tools,
                status, flame,
            ] + note)
    }

    private static let help =
        " Click a frame, or press Enter, to zoom; Escape zooms out. Arrow keys move between frames."

    private var key: Markup {
        let looks = FlameStyle.roles.filter { graph.roles.contains($0.role) }
        return .element(
            "ul", ["class": "key"],
            looks.map { look in
                .element(
                    "li", [:], [.element("i", ["class": look.role.rawValue]), .text(look.name)])
            })
    }

    private var tools: Markup {
        .element(
            "div", ["class": "tools", "hidden": ""],
            [
                .element(
                    "input",
                    [
                        "class": "search", "type": "search", "placeholder": "Search functions",
                        "aria-label": "Search functions",
                    ]),
                .element(
                    "button", ["class": "whole", "type": "button", "disabled": ""], "Zoom out"),
                .element("span", ["class": "found faint", "aria-live": "polite"], ""),
            ])
    }

    private var flame: Markup {
        .block(
            "div",
            [
                "class": "flame", "role": "tree", "aria-label": title,
                "style": "height:\(graph.depth * Self.rowHeight)px",
            ], graph.boxes.enumerated().map(item))
    }

    private func item(_ index: Int, _ box: FlameGraph.Box) -> Markup {
        .element(
            "div",
            [
                "role": "treeitem", "class": FlameStyle.style(box.kind),
                "tabindex": index == 0 ? "0" : "-1", "aria-level": "\(box.depth + 1)",
                "title": graph.description(box),
                "style": "left:\(percent(box.start));width:\(percent(box.width));"
                    + "top:\(box.depth * Self.rowHeight)px",
            ], box.kind == .folded ? "…" : TerminalText.visible(box.name))
    }

    private func percent(_ share: Double) -> String { "\(fixed(share * 100, 4))%" }
}

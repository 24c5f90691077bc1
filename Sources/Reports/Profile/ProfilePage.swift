internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile as one page that needs nothing beside it: the largest sites, and a flame graph of the
/// peak to search and to zoom.
struct ProfilePage: ProfileRenderer {
    let name = "html"
    let fileExtension = "html"

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        let title = FlameChart.title(record)
        let flame = FlamePart(record.heap)
        let script = HTMLScript.text + (flame.isEmpty ? "" : FlameScript.text)
        let body = Markup.block(
            "body", [:],
            [
                header(title),
                .block("main", [:], [sites(record)] + (flame.isEmpty ? [] : [flame.section])),
                .element("script", [:], [Markup(source: script)]),
            ])
        let page = Markup.block("html", ["lang": "en"], [metadata(title), body])
        return Array("<!doctype html>\n\(page.source)\n".utf8)
    }

    private func metadata(_ title: String) -> Markup {
        // A page without an icon asks for one.
        .block(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element(
                    "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .element("link", ["rel": "icon", "href": "data:,"]),
                .element("title", [:], title),
                .element("style", [:], [Markup(source: HTMLStyle.sheet + FlameStyle.page)]),
            ])
    }

    private func header(_ title: String) -> Markup {
        .element(
            "header", ["class": "bar"],
            [
                .element("h1", [:], title),
                .element("button", ["id": "theme", "type": "button", "hidden": ""], "Dark"),
            ])
    }

    private func sites(_ record: ProfileRecord) -> Markup {
        let table = ProfileTable()
        let conditions = table.conditions(record.heap).map(TerminalText.visible)
        let named = NamedSites(record.heap, at: .peak)
        return .block(
            "section", ["class": "first"],
            [
                .element("h2", [:], "Largest sites"),
                .element("p", ["class": "conditions"], conditions.joined(separator: " · ")),
                table.table(named).html(caption: "Largest sites"),
            ])
    }
}

/// The part of a page that holds the flame graph. Its boxes can all be read without the script.
private struct FlamePart {
    private let graph: FlameGraph

    /// Narrower ones can't be seen in a page, except by zooming in.
    private static let leastWidth = 0.0002
    private static let rowHeight = 21

    init(_ heap: HeapProfile) { graph = FlameGraph(heap, leastWidth: Self.leastWidth) }

    var isEmpty: Bool { graph.boxes.isEmpty }

    var section: Markup {
        let note = graph.note.map { [Markup.element("p", ["class": "legend"], $0 + ".")] } ?? []
        let status = Markup.element(
            "p", ["id": "status", "class": "status", "aria-live": "polite"], "")
        return .block(
            "section", [:],
            [
                .element("h2", [:], "Flame graph of the peak"),
                .element("p", ["class": "conditions"], help), key, tools, status, flame,
            ] + note)
    }

    private let help =
        "Width: live bytes at the peak. Callers above, what they called below. Click a frame, or press"
        + " Enter, to zoom; Escape zooms out. Arrow keys move between frames."

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
            "div", ["class": "tools", "id": "tools", "hidden": ""],
            [
                .element(
                    "input",
                    [
                        "id": "search", "type": "search", "placeholder": "Search functions",
                        "aria-label": "Search functions",
                    ]),
                .element("button", ["id": "whole", "type": "button", "disabled": ""], "Zoom out"),
                .element("span", ["id": "found", "class": "faint", "aria-live": "polite"], ""),
            ])
    }

    private var flame: Markup {
        .block(
            "div",
            [
                "id": "flame", "class": "flame", "role": "tree",
                "aria-label": "Flame graph of the peak",
                "style": "height:\(graph.depth * Self.rowHeight)px",
            ], graph.boxes.enumerated().map(item))
    }

    private func item(_ index: Int, _ box: FlameGraph.Box) -> Markup {
        let text = graph.description(box)
        return .element(
            "div",
            [
                "role": "treeitem", "class": FlameStyle.style(box.kind),
                "tabindex": index == 0 ? "0" : "-1", "aria-level": "\(box.depth + 1)",
                "aria-label": text, "title": text,
                "data-start": "\(box.start)", "data-width": "\(box.width)",
                "style": "left:\(percent(box.start));width:\(percent(box.width));"
                    + "top:\(box.depth * Self.rowHeight)px",
            ], box.kind == .folded ? "…" : TerminalText.visible(box.name))
    }

    private func percent(_ share: Double) -> String { "\(fixed(share * 100, 4))%" }
}

internal import RunStore

/// A profile as one self-contained page: the largest call sites, resident memory, and a flame graph
/// with search and zoom.
struct ProfilePage: ProfileRenderer {
    let name = "html"
    let fileExtension = "html"

    /// The maximum number of boxes of its flame graph.
    private static let boxCountMaximum = 6_000

    func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        let title = FlameChart.title(record)
        let section = ProfileSection(
            ProfileView(record), boxCount: Self.boxCountMaximum, heading: "h2")
        let parts = PageParts.withFlames
        let body = Markup.block(
            "body", [:],
            [
                header(title),
                .block("main", [:], [.block("section", ["class": "first"], section.markup)]),
                .element("script", [:], [Markup(source: parts.script)]),
            ])
        let page = Markup.block(
            "html", ["lang": "en"], [HTMLHead.markup(title: title, parts: parts), body])
        return Array("<!doctype html>\n\(page.source)\n".utf8)
    }

    private func header(_ title: String) -> Markup {
        .element(
            "header", ["class": "bar"],
            [
                .element("h1", [:], title),
                .element("button", ["id": "theme", "type": "button", "hidden": ""], "Dark"),
            ])
    }
}

/// The head of a page that loads nothing from outside, and runs only its own script.
enum HTMLHead {
    static func markup(title: String, parts: PageParts) -> Markup {
        // Without an icon, browsers request one.
        .block(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element(
                    "meta",
                    ["http-equiv": "Content-Security-Policy", "content": parts.policy]),
                .element(
                    "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .element("link", ["rel": "icon", "href": "data:,"]),
                .element("title", [:], title),
                .element("style", [:], [Markup(source: parts.style)]),
            ])
    }
}

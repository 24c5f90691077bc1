internal import FoundationEssentials

/// The style and the script of a page, and the policy under which nothing else is run.
struct PageParts: Sendable {
    /// The only style of the page, as it stands in it.
    let style: String
    /// The only script of the page, as it stands in it.
    let script: String
    /// The content security policy.
    let policy: String

    /// Of a page of tables and charts.
    static let plain = PageParts(style: HTMLStyle.sheet, script: HTMLScript.text)
    /// Of a page with flame graphs too.
    static let withFlames = PageParts(
        style: HTMLStyle.sheet + FlameStyle.page, script: HTMLScript.text + FlameScript.text)

    /// Nothing but this script, this style and the places and sizes of elements: whatever got into the
    /// page in spite of all escaping runs nothing and sends nothing.
    private init(style: String, script: String) {
        self.style = style
        self.script = script
        policy = [
            "default-src 'none'", "script-src '\(Self.hash(script))'",
            "style-src '\(Self.hash(style))'", "style-src-attr 'unsafe-inline'", "img-src data:",
            "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
    }

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.digest(of: Array(text.utf8))).base64EncodedString()
    }
}

internal import FoundationEssentials

/// The style and script of a page, and the policy that forbids all others.
struct PageParts: Sendable {
    /// The only style sheet of the page.
    let style: String
    /// The only script of the page.
    let script: String
    /// The content security policy.
    let policy: String

    /// The parts of a page with tables and charts.
    static let plain = PageParts(style: HTMLStyle.sheet, script: HTMLScript.text)
    /// The parts of a page that also has flame graphs.
    static let withFlames = PageParts(
        style: HTMLStyle.sheet + FlameStyle.page, script: HTMLScript.text + FlameScript.text)

    /// Allows only this script, this style, and inline styles for positions and sizes. Anything
    /// that slipped past the escaping can't run or send anything.
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

internal import NIOCore
internal import Reports

/// The page: one document with its style and scripts, which requests only its own events and
/// series. The data of the run arrives in events and is inserted as text.
struct LivePage {
    /// The HTML document.
    let body: ByteBuffer
    /// The content security policy, which only allows the page's own style and scripts, and
    /// connections to its own server.
    let policy: String

    /// Creates a page with a random nonce for its style and scripts.
    init() {
        var generator = SystemRandomNumberGenerator()
        let nonce = (0..<2).map { _ in String(generator.next(), radix: 36) }.joined()
        policy = [
            "default-src 'none'", "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'",
            "connect-src 'self'", "img-src data:", "base-uri 'none'", "form-action 'none'",
            "frame-ancestors 'none'",
        ].joined(separator: "; ")
        body = ByteBuffer(string: Self.document(nonce: nonce))
    }

    private static func document(nonce: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>membudget</title>
        <style nonce="\(nonce)">
        \(LiveStyle.sheet)</style>
        </head>
        \(LiveMarkup.body)
        <script nonce="\(nonce)">
        "use strict";
        \(LiveScript.text)</script>
        </html>

        """
    }
}

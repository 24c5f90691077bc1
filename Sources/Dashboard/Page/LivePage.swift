internal import NIOCore
internal import Reports

/// The page: one document with its style and its scripts, which asks for nothing but its own events
/// and series. What the run is about comes with the events, and is put in as text.
struct LivePage {
    /// The document.
    let body: ByteBuffer
    /// Its content security policy: its own style and scripts, connections to its own server, and nothing else.
    let policy: String

    /// A page with a mark of its own, which only its style and scripts bear.
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

/// An output format for untrusted text, which defines how to escape it.
///
/// ```swift
/// print(TextSink.markup.escaped("a < b"))  // a &lt; b
/// ```
package enum TextSink: CaseIterable, Sendable {
    /// GitHub's Markdown, on one line: no markup, no end of a table cell, no mentions, no links.
    case markdown
    /// The text of an XML or HTML element.
    case markup
    /// The value of an XML or HTML attribute, in double quotes.
    case attribute
    /// The message of a GitHub workflow command.
    case commandMessage
    /// A property of a GitHub workflow command, such as `title`.
    case commandProperty
    /// The help text of a Prometheus metric.
    case metricHelp
    /// The value of a Prometheus label, in double quotes.
    case metricLabel

    /// Returns the text escaped for this format. Readers get the original text, except that
    /// invisible characters appear as escapes.
    package func escaped(_ text: String) -> String {
        let visible = self == .markdown ? VisibleText.line(text) : VisibleText.lines(text)
        var result = String.UnicodeScalarView()
        var marks = LogMarks()
        var rest = visible.unicodeScalars[...]
        var wCount = 0
        while let scalar = rest.popFirst() {
            let place = Place(
                isAfterWWW: wCount > 2, next: rest.first,
                completesCommand: marks.completes(scalar))
            result.append(contentsOf: written(scalar, at: place).unicodeScalars)
            wCount = scalar == "w" || scalar == "W" ? wCount + 1 : 0
        }
        return String(result)
    }

    /// The context of a scalar.
    private struct Place {
        var isAfterWWW: Bool
        var next: Unicode.Scalar?
        /// Whether the scalar completes the mark of a log command.
        var completesCommand: Bool
    }

    private func written(_ scalar: Unicode.Scalar, at place: Place) -> String {
        switch self {
        case .markdown: Self.markdown(scalar, at: place)
        case .markup, .attribute: markup(scalar, at: place)
        case .commandMessage, .commandProperty: command(scalar)
        case .metricHelp, .metricLabel: metric(scalar)
        }
    }

    private static func markdown(_ scalar: Unicode.Scalar, at place: Place) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        // A character reference alone doesn't help: GitHub looks for mentions after decoding it.
        case "@": "&#64;" + (isName(place.next) ? "&#8203;" : "")
        case "#": "&#35;" + (isName(place.next) ? "&#8203;" : "")
        case ":" where place.next == "/" || place.completesCommand: "&#58;"
        case "." where place.isAfterWWW: "&#46;"
        case "\\", "`", "*", "_", "[", "]", "|", "~", "$": "\\\(scalar)"
        default: String(scalar)
        }
    }

    private static func isName(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    private func markup(_ scalar: Unicode.Scalar, at place: Place) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        // Parsers turn unescaped tabs and line ends into spaces.
        case "\t": "&#9;"
        case "\n" where self == .attribute: "&#10;"
        case _ where place.completesCommand: "&#\(scalar.value);"
        default: String(scalar)
        }
    }

    private func command(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "%": "%25"
        case "\r": "%0D"
        case "\n": "%0A"
        case "\t": VisibleText.escape(scalar)
        case ":" where self == .commandProperty: "%3A"
        case "," where self == .commandProperty: "%2C"
        default: String(scalar)
        }
    }

    private func metric(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\"" where self == .metricLabel: "\\\""
        default: String(scalar)
        }
    }
}

/// The limits for JSON files from other sources, checked before they are decoded.
///
/// ```swift
/// try JSONBounds.check(Array(#"{"peak_rss_bytes": 31457280}"#.utf8))
/// ```
///
/// Within these limits, sums of a file's figures don't overflow, and no reader recurses too deeply.
/// A text that is not JSON passes, so that the decoder reports the error.
package enum JSONBounds {
    /// The maximum nesting depth of arrays and objects.
    package static let depthMaximum = 64
    /// The maximum number of values, including keys.
    package static let valuesMaximum = 4_000_000
    /// The maximum absolute value of a figure: 8 PiB, or 104 days in nanoseconds.
    package static let figureMaximum = Double(1 << 53)
    /// The maximum absolute value of figures under ``wideKeys``.
    package static let wideMaximum = 1e30

    /// The keys of statistics, whose figures are not added up.
    package static let wideKeys: Set<String> = [
        "estimate", "low", "high", "variance", "total_variance",
    ]
    /// The keys of identifiers, whose numbers may have any size.
    package static let identifierKeys: Set<String> = [
        "seed", "device", "inode", "address", "modified_ns", "changed_ns",
    ]

    /// Checks a text.
    ///
    /// - Throws: ``Violation`` for the first value that exceeds a limit.
    package static func check(_ text: [UInt8]) throws(Violation) {
        var scan = JSONScan()
        try scan.run(over: text)
    }

    /// A violation of a limit.
    package struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
        /// The 1-based line.
        package let line: Int
        /// The violation, without the line.
        package let reason: String

        /// The violation with its line.
        package var description: String { "line \(line): \(reason)" }
    }
}

/// A scanner for one pass over a JSON text.
private struct JSONScan {
    private var line = 1
    private var depth = 0
    private var valueCount = 0
    /// The last key in this object or around this array.
    private var key = ""

    mutating func run(over text: [UInt8]) throws(JSONBounds.Violation) {
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): try open()
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                index = try string(in: text, from: index)
                continue
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                index = try number(in: text, from: index)
                continue
            default: break
            }
            index += 1
        }
    }

    private mutating func open() throws(JSONBounds.Violation) {
        depth += 1
        try count()
        guard depth <= JSONBounds.depthMaximum else {
            throw violation(
                "more than \(JSONBounds.depthMaximum) levels of nested objects and arrays")
        }
    }

    private mutating func count() throws(JSONBounds.Violation) {
        valueCount += 1
        guard valueCount <= JSONBounds.valuesMaximum else {
            throw violation("more than \(JSONBounds.valuesMaximum) values")
        }
    }

    /// Skips a string, which is a key if a colon follows.
    private mutating func string(
        in text: [UInt8], from start: Int
    ) throws(JSONBounds.Violation) -> Int {
        try count()
        var end = start + 1
        while end < text.count, text[end] != UInt8(ascii: "\"") {
            if text[end] == UInt8(ascii: "\n") { line += 1 }
            end += text[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < text.count else { return text.count }
        let next = text[(end + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if next == UInt8(ascii: ":") {
            key = String(decoding: text[start + 1..<end], as: UTF8.self)
        }
        return end + 1
    }

    private mutating func number(
        in text: [UInt8], from start: Int
    ) throws(JSONBounds.Violation) -> Int {
        try count()
        let end = text[start...].firstIndex { !Self.isOfNumber($0) } ?? text.count
        guard !JSONBounds.identifierKeys.contains(key) else { return end }
        let figure = String(decoding: text[start..<end].prefix(400), as: UTF8.self)
        let limit =
            JSONBounds.wideKeys.contains(key) ? JSONBounds.wideMaximum : JSONBounds.figureMaximum
        // Anything that is not a number is left to the decoder to report.
        if let size = Double(figure).map(abs), !(size <= limit) {
            throw violation(
                "'\(key.prefix(60))' is \(figure.prefix(40)), above the maximum of \(limit)")
        }
        return end
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private func violation(_ reason: String) -> JSONBounds.Violation {
        JSONBounds.Violation(line: line, reason: reason)
    }
}

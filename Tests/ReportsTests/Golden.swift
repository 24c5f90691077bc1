import Foundation
import Testing

/// Compares a text with the expected one in the test's source.
///
/// Escape characters are shown as `␛`, and blanks at line ends count. With
/// `MEMBUDGET_UPDATE_GOLDEN` in the environment, the literal in the test's source is rewritten
/// instead, for review in a diff.
func expectText(
    _ actual: String, is expected: String, file: String = #filePath,
    at location: SourceLocation = #_sourceLocation
) throws {
    let actual = actual.replacing("\u{1B}", with: "␛")
    if actual == expected { return }
    if ProcessInfo.processInfo.environment["MEMBUDGET_UPDATE_GOLDEN"] != nil {
        try Golden.rewrite(expected, to: actual, in: file)
    } else {
        Issue.record(
            "\(Golden.difference(actual, expected)); MEMBUDGET_UPDATE_GOLDEN=1 rewrites it",
            sourceLocation: location)
    }
}

enum Golden {
    private static let lock = NSLock()

    /// Replaces the literal that holds `old`, found by its lines regardless of indentation.
    static func rewrite(_ old: String, to new: String, in file: String) throws {
        lock.lock()
        defer { lock.unlock() }
        var lines = try String(contentsOfFile: file, encoding: .utf8)
            .components(separatedBy: "\n")
        let wanted = old.components(separatedBy: "\n")
        let place = lines.indices.first { start in
            guard lines[start].hasSuffix("#\"\"\""), start + wanted.count < lines.count else {
                return false
            }
            return zip(lines[(start + 1)...], wanted).allSatisfy {
                $0.drop { $0 == " " } == $1.drop { $0 == " " }
            }
        }
        let start = try #require(place, "the expected text is not in \(file)") + 1
        let indent = String(lines[start + wanted.count].prefix { $0 == " " })
        let replacement = new.components(separatedBy: "\n").map { $0.isEmpty ? "" : indent + $0 }
        lines.replaceSubrange(start..<start + wanted.count, with: replacement)
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// Returns the first line that differs, for a short message.
    static func difference(_ actual: String, _ expected: String) -> String {
        let pair = [actual, expected].map { $0.components(separatedBy: "\n") }
        let index =
            zip(pair[0], pair[1]).enumerated().first { $1.0 != $1.1 }?.offset
            ?? min(pair[0].count, pair[1].count)
        let lines = pair.map { index < $0.count ? "'\($0[index])'" : "nothing" }
        return "line \(index + 1) is \(lines[0]), expected \(lines[1])"
    }
}

import Foundation

/// Links between documents.
enum Links {
    /// Returns relative links to missing files, or to missing headings.
    static func broken(in file: SourceFile, among files: [SourceFile]) -> [Finding] {
        let folder = folder(of: file.path)
        let texts = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        return targets(in: file).compactMap { target, line in
            let parts = target.split(
                separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].isEmpty ? file.path : standardized("\(folder)\(parts[0])")
            let isFolder = files.contains { $0.path.hasPrefix("\(path)/") }
            guard texts[path] != nil || isFolder else {
                return Finding(path: file.path, line: line, message: "no file '\(path)'")
            }
            guard parts.count > 1, let linked = texts[path], path.hasSuffix(".md"),
                !anchors(of: linked).contains(String(parts[1]))
            else { return nil }
            return Finding(
                path: file.path, line: line, message: "no heading '#\(parts[1])' in \(path)")
        }
    }

    /// Returns the targets of a document's relative links as written, with their lines.
    static func targets(in file: SourceFile) -> [(target: String, line: Int)] {
        prose(of: file).flatMap { line, number in
            line.matches(of: /\]\(([^()\s]+)\)/).map { (String($0.1), number) }
        }.filter { !$0.0.contains("://") && !$0.0.hasPrefix("mailto:") }
    }

    /// Returns the anchors of a document's headings.
    static func anchors(of file: SourceFile) -> Set<String> {
        var counts: [String: Int] = [:]
        let anchors = prose(of: file).filter { $0.line.hasPrefix("#") }.map { line, _ in
            let title = line.drop { $0 == "#" }.dropFirst().lowercased()
            let kept = title.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
            let anchor = kept.replacing(" ", with: "-")
            counts[anchor, default: 0] += 1
            let count = counts[anchor, default: 1]
            return count == 1 ? anchor : "\(anchor)-\(count - 1)"
        }
        return Set(anchors)
    }

    /// Returns the lines outside code blocks, with their numbers.
    private static func prose(of file: SourceFile) -> [(line: Substring, number: Int)] {
        var isCode = false
        return file.lines.enumerated().compactMap { index, line in
            if line.hasPrefix("```") {
                isCode.toggle()
                return nil
            }
            return isCode ? nil : (line, index + 1)
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// Returns a path without `..`.
    private static func standardized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

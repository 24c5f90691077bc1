import Foundation

/// A file of this package.
struct SourceFile {
    /// From the package's root, `Sources/Harness/Trial.swift`.
    let path: String
    let text: String

    var lines: [Substring] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map(Substring.init)
    }

    var isSwift: Bool {
        path.hasSuffix(".swift")
    }

    /// Swift and C below Sources and Tests; the manifest is a list.
    var isCode: Bool {
        let hasCode = isSwift || path.hasSuffix(".c") || path.hasSuffix(".h")
        return hasCode && (path.hasPrefix("Sources/") || path.hasPrefix("Tests/"))
    }

    /// Whether its words are for people: documents, and the text of what is shipped. What a run
    /// wrote into `reports/` has its words from there.
    var isReadByUsers: Bool {
        let isDocument = path.hasSuffix(".md") && !path.hasPrefix("reports/")
        let isSource = isCode && path.hasPrefix("Sources/")
        let isSetting = path.hasSuffix(".yaml") || path.hasSuffix(".yml") || path == "Makefile"
        return isDocument || isSource || isSetting
    }
}

/// Something untidy, as an editor can jump to it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    var message: String

    var description: String {
        "\(path):\(line): \(message)"
    }
}

/// The files that are, or will be, committed.
enum SourceTree {
    static var root: URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// Every text file but what is built or fetched, sorted.
    static func files() throws -> [SourceFile] {
        let walk = FileManager.default.enumerator(atPath: root.path)
        var paths: [String] = []
        while let path = walk?.nextObject() as? String {
            if isOurs(path) { paths.append(path) } else { walk?.skipDescendants() }
        }
        return try paths.sorted().compactMap(read)
    }

    /// Swift and C below Sources and Tests.
    static func code() throws -> [SourceFile] {
        try files().filter(\.isCode)
    }

    private static func isOurs(_ path: String) -> Bool {
        let foreign: Set = [
            ".build", ".git", ".membudget", ".swiftpm", "Package.resolved", "__pycache__",
        ]
        return !foreign.contains(String(path.split(separator: "/").last ?? ""))
    }

    private static func read(_ path: String) throws -> SourceFile? {
        let file = root.appendingPathComponent(path)
        guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        else { return nil }
        guard let text = String(bytes: try Data(contentsOf: file), encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
    }
}

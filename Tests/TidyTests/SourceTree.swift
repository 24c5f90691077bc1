import Foundation

/// A file of this package.
struct SourceFile {
    /// The path from the package's root, such as `Sources/Harness/Trial.swift`.
    let path: String
    let text: String

    var lines: [Substring] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map(Substring.init)
    }

    var isSwift: Bool {
        path.hasSuffix(".swift")
    }

    /// Whether the file is Swift or C code in Sources or Tests; the manifest is a list.
    var isCode: Bool {
        let hasCode = isSwift || path.hasSuffix(".c") || path.hasSuffix(".h")
        return hasCode && (path.hasPrefix("Sources/") || path.hasPrefix("Tests/"))
    }

    /// Whether the file contains text that people wrote for people: documents, code, scripts and
    /// settings. Recorded runs get their text from there, and tests of these rules quote bad text.
    var isReadByPeople: Bool {
        let unread = ["reports/", "Tests/RecordedRuns/", "Tests/TidyTests/"]
        guard !unread.contains(where: path.hasPrefix) else { return false }
        let kinds = [".md", ".py", ".sh", ".yaml", ".yml", "Makefile"]
        return isCode || kinds.contains(where: path.hasSuffix)
    }
}

/// A violation, in a form that editors can jump to.
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

    /// Every text file that is not built or fetched, sorted.
    static func files() throws -> [SourceFile] {
        let walk = FileManager.default.enumerator(atPath: root.path)
        var paths: [String] = []
        while let path = walk?.nextObject() as? String {
            if isOurs(path) { paths.append(path) } else { walk?.skipDescendants() }
        }
        return try paths.sorted().compactMap(read)
    }

    /// The Swift and C files in Sources and Tests.
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

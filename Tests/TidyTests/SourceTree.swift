import Foundation

/// A file of this package.
struct SourceFile {
    /// From the package's root, `Sources/Harness/Trial.swift`.
    let path: String
    let text: String

    var lines: [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var isSwift: Bool {
        path.hasSuffix(".swift")
    }

    var isCode: Bool {
        isSwift || path.hasSuffix(".c") || path.hasSuffix(".h")
    }
}

/// Something untidy, as an editor can jump to it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

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
        try files().filter {
            $0.isCode && ($0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Tests/"))
        }
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

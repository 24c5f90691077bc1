/// The rules for every file; each is a pure function of one file.
enum Rules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70

    /// The length of a file or of a function.
    struct Length {
        let path: String
        let line: Int
        /// The name of the function; empty for a file.
        let name: String
        let lines: Int

        var finding: Finding {
            Finding(
                path: path, line: line,
                message: name.isEmpty ? "\(lines) lines" : "\(name) has \(lines) lines")
        }
    }

    static func length(of file: SourceFile) -> Length {
        let lines = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        return Length(path: file.path, line: 1, name: "", lines: lines)
    }

    static func functionLengths(of file: SourceFile) -> [Length] {
        FunctionScanner.functions(of: file).map {
            Length(path: file.path, line: $0.line, name: $0.name, lines: $0.length)
        }
    }

    static func lengths(of file: SourceFile) -> [Finding] {
        ([length(of: file)] + functionLengths(of: file)).compactMap { length in
            let max = length.name.isEmpty ? fileLinesMax : functionLinesMax
            guard length.lines > max else { return nil }
            var finding = length.finding
            finding.message += "; \(max) are the most"
            return finding
        }
    }

    /// Returns parameters whose meaning is invisible in a call.
    static func unlabelledParameters(in file: SourceFile) -> [Finding] {
        ParameterScanner.unlabelled(in: file).map {
            Finding(path: file.path, line: $0.line, message: "\($0.name) has no label")
        }
    }

    /// Returns reminders of unfinished work, which belongs in an issue.
    static func reminders(in file: SourceFile) -> [Finding] {
        // Split, so that this file passes.
        let words = ["TO" + "DO", "FIX" + "ME"]
        return findings(in: file, lines: file.lines) { line in
            words.first { line.contains($0) }.map { "\($0) left" }
        }
    }

    static func forcedTries(in file: SourceFile) -> [Finding] {
        findings(in: file, lines: codeLines(of: file)) { line in
            line.contains("try!") ? "try! hides an error" : nil
        }
    }

    /// Returns unchecked promises to the compiler without a reason next to them.
    static func uncheckedSendable(in file: SourceFile) -> [Finding] {
        let lines = file.lines
        return codeLines(of: file).enumerated().compactMap { index, code in
            guard code.contains("@unchecked Sendable") else { return nil }
            let isExplained = lines[max(index - 1, 0)...index].contains { $0.contains("//") }
            guard !isExplained else { return nil }
            return Finding(
                path: file.path, line: index + 1,
                message: "@unchecked Sendable without a reason on this line or the one before")
        }
    }

    /// Returns the paths of one person's machine.
    static func privatePaths(in file: SourceFile) -> [Finding] {
        let roots = ["work", "home", "root", "Users"].map { "/\($0)/" }
        return findings(in: file, lines: file.lines) { line in
            roots.first { startsPath($0, in: line) }.map { "\($0) is a path of one machine" }
        }
    }

    /// Returns the hosts of package registries, which are configured per machine.
    static func registries(in file: SourceFile) -> [Finding] {
        let hosts = [
            ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io"),
            ("rubygems", "org"), ("golang", "org"), ("debian", "org"), ("ubuntu", "com"),
            ("docker", "io"), ("ghcr", "io"), ("maven", "org"),
        ].map { "\($0.0).\($0.1)" }
        return findings(in: file, lines: file.lines) { line in
            hosts.first { line.contains($0) }.map { "\($0) is a registry's host" }
        }
    }

    // MARK: Helpers

    private static func codeLines(of file: SourceFile) -> [Substring] {
        SourceFile(path: file.path, text: CodeScanner.code(of: file)).lines
    }

    private static func findings(
        in file: SourceFile, lines: [Substring], _ judge: (Substring) -> String?
    ) -> [Finding] {
        lines.enumerated().compactMap { index, line in
            judge(line).map { Finding(path: file.path, line: index + 1, message: $0) }
        }
    }

    /// Returns whether `root` occurs as the beginning of a path.
    private static func startsPath(_ root: String, in line: Substring) -> Bool {
        var rest = line[...]
        while let range = rest.firstRange(of: root) {
            let before = line[..<range.lowerBound].last
            let isInside = before.map { $0.isLetter || $0.isNumber || "._~-/})".contains($0) }
            if isInside != true { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}

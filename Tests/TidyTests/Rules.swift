/// What every file is held to; each rule is a pure function of one file.
enum Rules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70

    static func lengths(of file: SourceFile) -> [Finding] {
        let lineCount = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        var findings: [Finding] = []
        if lineCount > fileLinesMax {
            findings.append(
                Finding(
                    path: file.path, line: fileLinesMax + 1,
                    message: "\(lineCount) lines; \(fileLinesMax) are the most"))
        }
        for function in FunctionScanner.functions(of: file)
        where function.length > functionLinesMax {
            findings.append(
                Finding(
                    path: file.path, line: function.line,
                    message: "\(function.name) has \(function.length) lines; "
                        + "\(functionLinesMax) are the most"))
        }
        return findings
    }

    /// Work left for later belongs in an issue.
    static func reminders(in file: SourceFile) -> [Finding] {
        // In halves, so that this file passes.
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

    /// A promise that the compiler can't check needs its reason beside it.
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

    /// Directories of one person's machine.
    static func privatePaths(in file: SourceFile) -> [Finding] {
        let roots = ["work", "home", "root", "Users"].map { "/\($0)/" }
        return findings(in: file, lines: file.lines) { line in
            roots.first { startsPath($0, in: line) }.map { "\($0) is a path of one machine" }
        }
    }

    /// Where packages come from is the business of the machine that fetches them.
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
        CodeScanner.code(of: file).split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func findings(
        in file: SourceFile, lines: [Substring], _ judge: (Substring) -> String?
    ) -> [Finding] {
        lines.enumerated().compactMap { index, line in
            judge(line).map { Finding(path: file.path, line: index + 1, message: $0) }
        }
    }

    /// Whether `root` occurs as the beginning of a path, not in the middle of one.
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

/// The imports of a file, judged against the list of arrows.
///
/// The compiler's own check misses modules that come in through another target.
enum Imports {
    struct Import: Equatable {
        let module: String
        let line: Int
    }

    /// `import M`, with attributes, access levels and kinds, also of one declaration, `M.Type`.
    static func imports(of file: SourceFile) -> [Import] {
        let code = CodeScanner.code(of: file)
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            let words = line.split { " ;\t".contains($0) }
            guard let keyword = words.firstIndex(of: "import"),
                words[..<keyword].allSatisfy(mayComeBefore)
            else { return nil }
            let kinds: Set<Substring> = [
                "struct", "class", "enum", "protocol", "func", "var", "let",
            ]
            let name = words[(keyword + 1)...].first { !kinds.contains($0) }
            guard let module = name?.prefix(while: { $0 != "." }), !module.isEmpty
            else { return nil }
            return Import(module: String(module), line: index + 1)
        }
    }

    private static func mayComeBefore(_ word: Substring) -> Bool {
        word.hasPrefix("@")
            || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    /// Imports of a target's file that its list does not have.
    static func findings(in file: SourceFile, of target: String) -> [Finding] {
        let allowed = Arrows.allowed[target] ?? []
        return imports(of: file).compactMap { found in
            judge(found.module, in: file, of: target, allowed: allowed).map {
                Finding(path: file.path, line: found.line, message: $0)
            }
        }
    }

    private static func judge(
        _ module: String, in file: SourceFile, of target: String, allowed: Set<String>
    ) -> String? {
        if target == "MemoryBudget" {
            return "\(target) imports nothing, not even \(module)"
        }
        let isMeasured = Arrows.measured.contains(target)
        if module == "Foundation" && isMeasured && !Arrows.foundationFiles.contains(file.path) {
            return "\(target) is linked into measured processes: Foundation raises their floor"
        }
        if allowed.contains(module) || Arrows.system.contains(module) { return nil }
        return "\(target) may not import \(module)"
    }
}

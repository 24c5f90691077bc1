/// The imports of a file, checked against the list of allowed dependencies.
///
/// The compiler's own check misses modules that are visible through another target.
enum Imports {
    struct Import: Equatable {
        let module: String
        let line: Int
    }

    /// Matches `import M`, with attributes, access levels and kinds, also of one declaration,
    /// `M.Type`.
    static func imports(of file: SourceFile) -> [Import] {
        let code = SourceFile(path: file.path, text: CodeScanner.code(of: file))
        return code.lines.enumerated().compactMap { index, line in
            guard line.contains("import") else { return nil }
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

    /// Returns imports in a target's file that are not in its list.
    static func findings(in file: SourceFile, of target: String) -> [Finding] {
        let allowed = Arrows.allowed[target] ?? []
        return imports(of: file).compactMap { found in
            judge(found.module, in: file, of: target, allowed: allowed).map {
                Finding(path: file.path, line: found.line, message: $0)
            }
        }
    }

    /// Returns declared dependencies of a Swift target that none of its files imports.
    static func unused(in files: [SourceFile], of target: Arrows.Target) -> [Finding] {
        guard files.contains(where: \.isSwift) else { return [] }
        let imported = Set(files.filter(\.isSwift).flatMap(imports).map(\.module))
        return target.dependencies.filter { !imported.contains($0) }.map {
            Finding(
                path: "Package.swift", line: 1,
                message: "\(target.name) depends on \($0), but never imports it")
        }
    }

    /// Returns files that are exempt from a rule that they don't violate.
    static func unusedExcuses(in files: [SourceFile]) -> [Finding] {
        let users = files.filter { imports(of: $0).contains { $0.module == "Foundation" } }
        return Arrows.foundationFiles.subtracting(users.map(\.path)).sorted().map {
            Finding(path: $0, line: 1, message: "it doesn't import Foundation: see Arrows.swift")
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
            return "\(target) is linked into measured processes, whose floor Foundation raises"
        }
        if allowed.contains(module) || Arrows.system.contains(module) { return nil }
        return "\(target) may not import \(module)"
    }
}

/// Programs that run other languages: their stacks show native functions, not those of the language.
enum Interpreter {
    private static let names = [
        "python", "libpython", "node", "libjvm", "java", "ruby", "libruby", "perl", "libperl",
        "php",
    ]

    /// The name of the interpreter that a file holds; nil if it holds none.
    ///
    /// - Parameter module: The file's path: `/usr/bin/python3.11`, `libpython3.11.so.1.0`.
    static func name(ofModule module: String) -> String? {
        guard let file = module.split(separator: "/").last else { return nil }
        return names.first { name in
            file.hasPrefix(name)
                && file.dropFirst(name.count).allSatisfy { "0123456789.so-".contains($0) }
        }.map { $0.hasPrefix("lib") ? String($0.dropFirst(3)) : $0 }
    }
}

extension HeapProfile {
    /// The interpreter that made the stacks, `python`; nil for a program of its own.
    package var interpreter: String? {
        let used = Set(frames.compactMap(\.module))
        return used.sorted().lazy.compactMap { Interpreter.name(ofModule: modules[$0].path) }.first
    }
}

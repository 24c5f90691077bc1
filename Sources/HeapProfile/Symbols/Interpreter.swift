/// Interpreters of other languages, whose stacks show native functions instead of the language's
/// own.
enum Interpreter {
    private static let names = [
        "python", "libpython", "node", "libjvm", "java", "ruby", "libruby", "perl", "libperl",
        "php",
    ]

    /// Returns the name of the interpreter that a file contains; `nil` if it contains none.
    ///
    /// - Parameter module: The path of the file, such as `/usr/bin/python3.11` or
    ///   `libpython3.11.so.1.0`.
    static func name(ofModule module: String) -> String? {
        guard let file = module.split(separator: "/").last else { return nil }
        return names.first { name in
            file.hasPrefix(name)
                && file.dropFirst(name.count).allSatisfy { "0123456789.so-".contains($0) }
        }.map { $0.hasPrefix("lib") ? String($0.dropFirst(3)) : $0 }
    }
}

extension HeapProfile {
    /// The interpreter in the stacks, such as `python`; `nil` for a native program.
    package var interpreter: String? {
        let used = Set(frames.compactMap(\.module))
        return used.sorted().lazy.compactMap { Interpreter.name(ofModule: modules[$0].path) }.first
    }
}

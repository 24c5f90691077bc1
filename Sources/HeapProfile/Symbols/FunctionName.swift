/// The name of a function: demangled in full, and shortened for display, such as `LoadAll.run` or
/// `closure #1 in Array.append`.
///
/// Specializations, thunks, resume functions and witnesses have the short name of the function that
/// they serve, so that neighbouring frames are merged.
struct FunctionName {
    /// The language of a symbol.
    enum Language {
        /// C, or a language that doesn't mangle names.
        case c
        case cxx, rust, swift
    }

    /// The symbol as emitted by the compiler.
    let symbol: String
    /// The full demangled name.
    let full: String
    /// The short name.
    let short: String
    let language: Language
    /// The Swift module or the Rust crate of the code; `nil` for other languages.
    let unit: String?

    /// Parses a symbol as emitted by the compiler.
    ///
    /// - Parameter words: The symbol as demangled by the symbolizer; `nil` if it wasn't asked.
    init(symbol: String, words: String? = nil) {
        self.symbol = symbol
        let plain = Self.withoutSuffixes(symbol)
        if let name = Demangling.swift(plain) {
            language = .swift
            full = name
            let plain = Self.withoutGenerics(Self.withoutDiscriminators(name))
            short = Self.short(plain)
            unit = Self.module(plain[...])
        } else if let name = RustSymbol.name(of: plain, words: words) {
            language = .rust
            full = name
            short = Self.withoutGenerics(name)
            unit = name.firstRange(of: "::").map { String(name[..<$0.lowerBound]) }
        } else if let name = Demangling.cxx(plain) {
            language = .cxx
            full = name
            short = CXXName.short(Self.withoutGenerics(name))
            unit = nil
        } else if plain == "operator()" {
            // The compiler gives inlined lambdas no name of their own.
            language = .cxx
            full = plain
            short = CXXName.lambda
            unit = nil
        } else if plain.contains("<") {
            // Debug information names inlined templates like this.
            language = .cxx
            full = plain
            short = CXXName.short(Self.withoutGenerics(plain))
            unit = nil
        } else {
            language = .c
            full = plain
            short = plain
            unit = nil
        }
    }

    /// Returns the Swift module of a function; for an extension, the module that contains the
    /// extension.
    private static func module(_ name: Substring) -> String? {
        if name.hasPrefix("(extension in "), let end = name.firstRange(of: "):") {
            return String(name[..<end.lowerBound].dropFirst("(extension in ".count))
        }
        if let inner = unwrapped(name) { return module(inner) }
        if name.hasPrefix("closure #"), let place = firstTopLevel(" in ", in: name) {
            return module(name[place...].dropFirst(4))
        }
        let word = name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return !word.isEmpty && name[word.endIndex...].hasPrefix(".") ? String(word) : nil
    }

    /// Suffixes that optimizers append to parts and copies of a function.
    private static let suffixes = [
        ".llvm.", ".constprop.", ".isra.", ".part.", ".cold", ".lto_priv.", ".localalias",
    ]

    private static func withoutSuffixes(_ symbol: String) -> String {
        let starts = suffixes.compactMap { symbol.firstRange(of: $0)?.lowerBound }
        guard let start = starts.min(), start > symbol.startIndex else { return symbol }
        return String(symbol[..<start])
    }

    /// Prefixes that the compiler puts before the name of the function that the code serves.
    private static let wrappings = [
        "merged ", "partial apply forwarder for ", "partial apply for ", "dispatch thunk of ",
        "protocol witness for ", "function signature specialization of ",
        "generic specialization of ", "generic not re-abstracted specialization of ",
        "generic partial specialization of ", "static ", "override ", "vtable thunk for ",
        "default argument 0 of ",
        "implicit closure #1 in ", "one-time initialization function for ",
    ]

    /// The prefix of code that converts any closure, so that it serves no specific function.
    private static let reabstraction = "reabstraction thunk"

    private static func short(_ name: String) -> String {
        var name = name[...]
        if name.hasPrefix(reabstraction) { return reabstraction }
        while let inner = unwrapped(name) { name = inner }
        if name.hasPrefix("closure #"), let place = firstTopLevel(" in ", in: name) {
            let label = name.split(separator: " ").prefix(2).joined(separator: " ")
            return "\(label) in \(short(String(name[place...].dropFirst(4))))"
        }
        for end in ["(", " : ", " -> ", " infix", " prefix", " in conformance "] {
            if let place = firstTopLevel(end, in: name), place > name.startIndex {
                name = name[..<place]
            }
        }
        return String(name.hasPrefix("Swift.") ? name.dropFirst(6) : name)
    }

    /// Returns the name inside one wrapping; `nil` if there is none.
    private static func unwrapped(_ name: Substring) -> Substring? {
        if let wrapping = wrappings.first(where: name.hasPrefix) {
            return name.dropFirst(wrapping.count)
        }
        if name.hasPrefix("(extension in "), let end = name.firstRange(of: "):") {
            return name[end.upperBound...]
        }
        // Matches `(3) await resume partial function for`, of an asynchronous function.
        if name.first == "(", let end = name.firstRange(of: "resume partial function for ") {
            return name[end.upperBound...]
        }
        return nil
    }

    /// Returns the first position of a text outside of parentheses and brackets.
    private static func firstTopLevel(_ text: String, in name: Substring) -> Substring.Index? {
        var depth = 0
        for place in name.indices {
            if depth == 0, name[place...].hasPrefix(text) { return place }
            switch name[place] {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            default: break
            }
        }
        return nil
    }

    /// Returns a name without the discriminators of private names: `next` for `(next in
    /// _88F2475A)`.
    private static func withoutDiscriminators(_ name: String) -> String {
        var result = ""
        var rest = name[...]
        while let start = rest.firstIndex(of: "(") {
            result += rest[..<start]
            let inside = rest[rest.index(after: start)...]
            if let middle = inside.firstRange(of: " in _"), let end = inside.firstIndex(of: ")"),
                middle.upperBound < end, inside[middle.upperBound..<end].allSatisfy(\.isHexDigit)
            {
                result += inside[..<middle.lowerBound]
                rest = inside[inside.index(after: end)...]
            } else {
                result += "("
                rest = inside
            }
        }
        return result + rest
    }

    /// Returns a name without angle brackets, their content, and the space before them.
    private static func withoutGenerics(_ name: String) -> String {
        var result = ""
        var depth = 0
        var last: Character = " "
        for character in name {
            if character == "<", last != "=" {
                depth += 1
                if depth == 1, result.hasSuffix(" ") { result.removeLast() }
            } else if character == ">", last != "-", depth > 0 {
                depth -= 1
            } else if depth == 0 {
                result.append(character)
            }
            last = character
        }
        // An operator such as `<` opens a bracket that is never closed.
        return depth == 0 ? result : name
    }
}

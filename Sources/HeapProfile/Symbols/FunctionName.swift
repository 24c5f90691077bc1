/// A function's name: in full words, and cut down to what a reader looks for, `LoadAll.run`,
/// `closure #1 in Array.append`.
///
/// Specializations, thunks, resumed parts and witnesses are named as the function that they serve, so
/// that neighbours in a stack become one.
struct FunctionName {
    /// Who wrote the symbol.
    enum Language {
        /// Or one that leaves names as they are.
        case c
        case cxx, rust, swift
    }

    /// As the compiler wrote it.
    let symbol: String
    /// All of it.
    let full: String
    /// The short name.
    let short: String
    let language: Language
    /// The Swift module or the Rust crate whose code it is; nil in other languages.
    let unit: String?

    /// Reads a symbol as the compiler wrote it.
    ///
    /// - Parameter words: What the symbolizer makes of it; nil if it wasn't asked.
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
            // The compiler gives a lambda that is inlined no name of its own.
            language = .cxx
            full = plain
            short = CXXName.lambda
            unit = nil
        } else if plain.contains("<") {
            // What debug information calls an inlined template.
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

    /// The Swift module of a function; that of an extension is where the extension was written.
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

    /// What optimizers append to the parts and copies of a function.
    private static let suffixes = [
        ".llvm.", ".constprop.", ".isra.", ".part.", ".cold", ".lto_priv.", ".localalias",
    ]

    private static func withoutSuffixes(_ symbol: String) -> String {
        let starts = suffixes.compactMap { symbol.firstRange(of: $0)?.lowerBound }
        guard let start = starts.min(), start > symbol.startIndex else { return symbol }
        return String(symbol[..<start])
    }

    /// What the compiler puts in front of the function that a piece of code serves.
    private static let wrappings = [
        "merged ", "partial apply forwarder for ", "partial apply for ", "dispatch thunk of ",
        "protocol witness for ", "function signature specialization of ",
        "generic specialization of ", "generic not re-abstracted specialization of ",
        "generic partial specialization of ", "static ", "override ", "vtable thunk for ",
        "default argument 0 of ",
        "implicit closure #1 in ", "one-time initialization function for ",
    ]

    /// It converts a closure of any function, so it serves none.
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

    /// What is inside one wrapping; nil if there is none.
    private static func unwrapped(_ name: Substring) -> Substring? {
        if let wrapping = wrappings.first(where: name.hasPrefix) {
            return name.dropFirst(wrapping.count)
        }
        if name.hasPrefix("(extension in "), let end = name.firstRange(of: "):") {
            return name[end.upperBound...]
        }
        // `(3) await resume partial function for`, of an asynchronous function.
        if name.first == "(", let end = name.firstRange(of: "resume partial function for ") {
            return name[end.upperBound...]
        }
        return nil
    }

    /// The first place of a text outside parentheses and brackets.
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

    /// `(next in _88F2475A)` is `next`: a private name with its file's number.
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

    /// Without what stands in angle brackets, and the blank before it.
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
        // An operator such as `<` opens what nothing closes.
        return depth == 0 ? result : name
    }
}

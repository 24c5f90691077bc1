/// Demangling and shortening of Rust symbols.
///
/// The "v0" mangling, `_R…` (RFC 2603), is demangled by the symbolizer. The legacy mangling looks
/// like C++ and ends with a hash. A method of an implementation is named by its type.
enum RustSymbol {
    /// Returns whether a symbol has the "v0" mangling.
    static func isMangled(_ symbol: String) -> Bool { symbol.hasPrefix("_R") }

    /// Returns the short name, such as `store::Store::fill`; `nil` for symbols of other languages.
    ///
    /// - Parameter words: The name as demangled by the symbolizer, for the "v0" mangling; `nil` if
    ///   unavailable.
    static func name(of symbol: String, words: String?) -> String? {
        if isMangled(symbol) {
            // A copy made by the optimizer has its suffix in parentheses after the name.
            guard let words, words != symbol else { return nil }
            let end = words.firstRange(of: " (.")?.lowerBound ?? words.endIndex
            return simplified(String(words[..<end]).replacing("::<", with: "<"))
        }
        guard let text = Demangling.cxx(symbol), let hash = text.lastRange(of: "::h"),
            text[hash.upperBound...].count == 16,
            text[hash.upperBound...].allSatisfy(\.isHexDigit)
        else { return nil }
        return simplified(unescaped(String(text[..<hash.lowerBound])))
    }

    private static let escapes = [
        ("$LT$", "<"), ("$GT$", ">"), ("$u20$", " "), ("$RF$", "&"), ("$BP$", "*"), ("$C$", ","),
        ("$LP$", "("), ("$RP$", ")"), ("$u7b$", "{"), ("$u7d$", "}"), ("$u5b$", "["),
        ("$u5d$", "]"), ("$u3b$", ";"), ("$u2b$", "+"), ("$u27$", "'"), ("$SP$", "@"),
        ("..", "::"),
    ]

    private static func unescaped(_ name: String) -> String {
        let name = name.hasPrefix("_$") ? String(name.dropFirst()) : name
        return escapes.reduce(name.replacing("::_$", with: "::$")) {
            $0.replacing($1.0, with: $1.1)
        }
    }

    /// Returns `rs::Big::load` for `<rs::Big as rs::Load>::load` and `<rs::Big>::load`.
    private static func simplified(_ name: String) -> String {
        guard name.first == "<", let end = closing(name) else { return name }
        var type = name[name.index(after: name.startIndex)..<end]
        if let middle = type.firstTopLevelRange(of: " as ") { type = type[..<middle.lowerBound] }
        return simplified(String(type)) + name[name.index(after: end)...]
    }

    /// Returns the position of the bracket that closes the one at the start.
    private static func closing(_ name: String) -> String.Index? {
        var depth = 0
        for place in name.indices {
            if name[place] == "<" { depth += 1 }
            if name[place] == ">", !name[..<place].hasSuffix("-") { depth -= 1 }
            if depth == 0 { return place }
        }
        return nil
    }
}

extension Substring {
    /// Returns the first range of a text outside of angle brackets.
    fileprivate func firstTopLevelRange(of text: String) -> Range<Index>? {
        var depth = 0
        for place in indices {
            if depth == 0, self[place...].hasPrefix(text) {
                return place..<index(place, offsetBy: text.count)
            }
            if self[place] == "<" { depth += 1 }
            if self[place] == ">" { depth -= 1 }
        }
        return nil
    }
}

extension String {
    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}

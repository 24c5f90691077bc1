/// A parser of v0 symbols; every production is nil where the text is none.
struct RustParser {
    private let text: [UInt8]
    private var place = 0
    private var depth = 0
    /// A damaged symbol must not end us.
    private static let depthMaximum = 100
    private static let basicTypes: [Character: String] = [
        "a": "i8", "b": "bool", "c": "char", "d": "f64", "e": "str", "f": "f32", "h": "u8",
        "i": "isize", "j": "usize", "l": "i32", "m": "u32", "n": "i128", "o": "u128", "s": "i16",
        "t": "u16", "u": "()", "v": "...", "x": "i64", "y": "u64", "z": "!", "p": "_",
    ]

    /// Takes what follows `_R`.
    init(_ text: [UInt8]) { self.text = text }

    /// The name. What follows it is the crate that made this copy.
    mutating func symbol() -> String? { path() }

    private var next: Character? {
        place < text.count ? Character(UnicodeScalar(text[place])) : nil
    }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        place += 1
        return true
    }

    /// Runs a production one level deeper.
    private mutating func nested<Value>(_ production: (inout Self) -> Value?) -> Value? {
        guard depth < Self.depthMaximum else { return nil }
        depth += 1
        defer { depth -= 1 }
        return production(&self)
    }

    private mutating func path() -> String? { nested { $0.pathHere() } }

    private mutating func pathHere() -> String? {
        guard let kind = next else { return nil }
        place += 1
        switch kind {
        case "C": return identifier()?.name
        case "M": return implementation()
        case "X":
            guard let type = implementation(), path() != nil else { return nil }
            return type
        case "Y":
            guard let type = type(), path() != nil else { return nil }
            return type
        case "N": return nestedName()
        case "I":
            guard let name = path() else { return nil }
            while !take("E") { guard genericArgument() else { return nil } }
            return name
        case "B": return backReference { $0.path() }
        default: return nil
        }
    }

    /// Where it was implemented says less than for which type.
    private mutating func implementation() -> String? {
        _ = disambiguator()
        guard path() != nil else { return nil }
        return type()
    }

    private mutating func nestedName() -> String? {
        guard let namespace = next else { return nil }
        place += 1
        guard let outer = path(), let inner = identifier() else { return nil }
        switch namespace {
        case "C": return "\(outer)::{closure#\(inner.number)}"
        case "S": return "\(outer)::{shim:\(inner.name)#\(inner.number)}"
        default: return inner.name.isEmpty ? outer : "\(outer)::\(inner.name)"
        }
    }

    private mutating func genericArgument() -> Bool {
        if take("L") { return number() != nil }
        if take("K") { return constant() }
        return type() != nil
    }

    private mutating func type() -> String? { nested { $0.typeHere() } }

    private mutating func typeHere() -> String? {
        guard let kind = next else { return nil }
        if let basic = Self.basicTypes[kind] {
            place += 1
            return basic
        }
        guard "ASTRQPOFDB".contains(kind) else { return path() }
        place += 1
        switch kind {
        case "A":
            guard let element = type(), constant() else { return nil }
            return "[\(element)]"
        case "S": return type().map { "[\($0)]" }
        case "R", "Q":
            if take("L"), number() == nil { return nil }
            return type().map { "&\($0)" }
        case "P", "O": return type().map { "*\($0)" }
        case "T": return types().map { "(\($0.joined(separator: ", ")))" }
        case "F": return function()
        case "D": return anyTrait()
        default: return backReference { $0.type() }
        }
    }

    /// Types up to an `E`.
    private mutating func types() -> [String]? {
        var types: [String] = []
        while !take("E") {
            guard let type = type() else { return nil }
            types.append(type)
        }
        return types
    }

    private mutating func function() -> String? {
        if take("G"), number() == nil { return nil }
        _ = take("U")
        if take("K"), !take("C"), identifier() == nil { return nil }
        guard let parameters = types(), let result = type() else { return nil }
        return "fn(\(parameters.joined(separator: ", "))) -> \(result)"
    }

    private mutating func anyTrait() -> String? {
        if take("G"), number() == nil { return nil }
        var traits: [String] = []
        while !take("E") {
            guard let trait = path() else { return nil }
            traits.append(trait)
            while take("p") { guard identifier() != nil, type() != nil else { return nil } }
        }
        guard take("L"), number() != nil else { return nil }
        return "dyn " + traits.joined(separator: " + ")
    }

    private mutating func constant() -> Bool {
        if take("p") { return true }
        if take("B") { return backReference { $0.constant() ? true : nil } != nil }
        guard type() != nil else { return false }
        _ = take("n")
        while let digit = next, digit.isHexDigit { _ = take(digit) }
        return take("_")
    }

    /// What was written before, at a place behind `_R`.
    private mutating func backReference<Value>(_ production: (inout Self) -> Value?) -> Value? {
        let here = place
        guard let target = number(), target < here else { return nil }
        let after = place
        place = target
        defer { place = after }
        return nested(production)
    }

    private mutating func disambiguator() -> Int? {
        guard take("s") else { return 0 }
        return number().map { $0 &+ 1 }
    }

    private mutating func identifier() -> (name: String, number: Int)? {
        guard let number = disambiguator() else { return nil }
        _ = take("u")
        var length = 0
        while let digit = next?.wholeNumberValue, length < text.count {
            length = length * 10 + digit
            place += 1
            if length == 0 { break }
        }
        _ = take("_")
        guard place + length <= text.count else { return nil }
        defer { place += length }
        return (String(decoding: text[place..<place + length], as: UTF8.self), number)
    }

    /// Base 62, `_` for 0, `0_` for 1; cut down to 63 bits, which only crates' hashes exceed.
    private mutating func number() -> Int? {
        if take("_") { return 0 }
        var value: UInt64 = 0
        while let character = next, character != "_" {
            guard let digit = Self.digit(character) else { return nil }
            value = value &* 62 &+ digit
            place += 1
        }
        return take("_") ? Int((value &+ 1) & UInt64(Int.max)) : nil
    }

    private static func digit(_ character: Character) -> UInt64? {
        guard let ascii = character.asciiValue.map(UInt64.init) else { return nil }
        switch character {
        case "0"..."9": return ascii - 48
        case "a"..."z": return ascii - 97 + 10
        case "A"..."Z": return ascii - 65 + 36
        default: return nil
        }
    }
}

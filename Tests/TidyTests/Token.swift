/// A word, or a single other sign.
struct Token: Equatable {
    let text: String
    /// The line number, from 1.
    let line: Int

    /// Returns the tokens of a text, read bytewise, because debug builds are slow with characters.
    static func tokens(of text: String) -> [Token] {
        let bytes = Array(text.utf8)
        var tokens: [Token] = []
        var line = 1
        var position = 0
        while position < bytes.count {
            let start = position
            while position < bytes.count, isPartOfWord(bytes[position]) { position += 1 }
            if position == start { position += 1 }
            if bytes[start] == UInt8(ascii: "\n") {
                line += 1
            } else if bytes[start] > UInt8(ascii: " ") {
                let text = String(decoding: bytes[start..<position], as: UTF8.self)
                tokens.append(Token(text: text, line: line))
            }
        }
        return tokens
    }

    /// Returns the words of a text in lower case, and the signs that end a sentence or a part of
    /// it.
    ///
    /// `letGo` is two words, `let_go` is one.
    static func words(of text: String) -> [Token] {
        tokens(of: text).flatMap { token -> [Token] in
            guard let first = token.text.utf8.first else { return [] }
            if isPartOfWord(first) {
                return token.parts.map { Token(text: $0, line: token.line) }
            }
            return ".,:;?!".utf8.contains(first) ? [token] : []
        }
    }

    private var parts: [String] {
        let bytes = Array(text.utf8)
        guard !bytes.contains(UInt8(ascii: "_")) else { return [text.lowercased()] }
        let humps = bytes.indices.dropFirst().filter {
            Self.isCapital(bytes[$0]) && !Self.isCapital(bytes[$0 - 1])
        }
        return zip([0] + humps, humps + [bytes.count]).map {
            String(decoding: bytes[$0..<$1], as: UTF8.self).lowercased()
        }
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        isCapital(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
            || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
    }
}

/// A command line as a shell reads it back: words are quoted where they have to be.
///
/// It is ASCII where something in it would be hidden: whoever copies it sees what is run. Such words
/// are quoted as `$'…'`, which bash, zsh and POSIX of 2024 read.
package func shellWords(_ words: [String]) -> String {
    words.map(shellWord).joined(separator: " ")
}

private func shellWord(_ word: String) -> String {
    if VisibleText.isHidden(in: word) {
        return "$'" + word.unicodeScalars.map(escaped).joined() + "'"
    }
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", "=", ",", "+", "@", "%": true
        default: false
        }
    }
    guard !isPlain || word.isEmpty else { return word }
    // Inside single quotes only a single quote means anything; with a mark on it it's one still.
    return "'" + word.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined() + "'"
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'", "\\": "\\\(scalar)"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case " "..."~": String(scalar)
    default:
        String(scalar).utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
        }.joined()
    }
}

/// Returns a command line that a shell splits into the given words, quoted where necessary.
///
/// Words with invisible characters are written in ASCII as `$'…'`, which bash, zsh and POSIX 2024
/// understand. So anyone who copies the line sees what will run.
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
    // Only a single quote needs escaping inside single quotes. Scalars are used because a quote
    // with a combining mark is one character.
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

/// A command line as a POSIX shell reads it back: words are quoted where they have to be.
package func shellWords(_ words: [String]) -> String {
    words.map(shellWord).joined(separator: " ")
}

private func shellWord(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", "=", ",", "+", "@", "%": true
        default: false
        }
    }
    guard !isPlain || word.isEmpty else { return word }
    // Inside single quotes only a single quote means anything.
    return "'"
        + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
        + "'"
}

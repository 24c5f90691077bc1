/// File names made from names that people chose.
package enum FileName {
    /// The word, safe in any file system and any link; different words may become equal.
    ///
    /// Anything but letters, digits, dots and hyphens becomes `_`; at most 40 characters, and no dot
    /// in front.
    package static func safe(_ word: String) -> String {
        let kept = word.unicodeScalars.prefix(40).map { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".": Character(scalar)
            default: "_" as Character
            }
        }
        return String(kept.drop { $0 == "." })
    }
}

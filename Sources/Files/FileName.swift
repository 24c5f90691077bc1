/// Conversion of user-chosen names into file names.
package enum FileName {
    /// Returns a name that is safe in any file system and link; different words may become equal.
    ///
    /// All characters except letters, digits, dots and hyphens become `_`. The name has at most 40
    /// characters and doesn't begin with a dot.
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

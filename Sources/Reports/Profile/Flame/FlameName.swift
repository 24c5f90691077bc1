/// Shortening of function names to the available width.
enum FlameName {
    /// Returns as much of a name as fits: all of it, the name without its first parts,
    /// `LoadAll.run` or `run`, or its start.
    ///
    /// - Parameter columns: The number of characters that fit.
    /// - Returns: The shortened name; empty if not even a few letters fit.
    static func fitting(_ name: String, columns: Int) -> String {
        guard TextWidth.columns(name) > columns else { return name }
        guard columns >= leastColumns else { return "" }
        var shorter = name[...]
        while let rest = withoutFirstPart(shorter) {
            if TextWidth.columns(String(rest)) <= columns { return String(rest) }
            shorter = rest
        }
        return prefix(of: String(shorter), columns: columns - 1) + "…"
    }

    /// The minimum length of a useful name.
    private static let leastColumns = 3

    /// Returns the name after the first `.` or `::` between words.
    private static func withoutFirstPart(_ name: Substring) -> Substring? {
        let ends = [".", "::"].compactMap { name.firstRange(of: $0) }
        guard let end = ends.min(by: { $0.lowerBound < $1.lowerBound }),
            end.lowerBound > name.startIndex, end.upperBound < name.endIndex,
            name[end.upperBound].isLetter || name[end.upperBound] == "_",
            name[..<end.lowerBound].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        return name[end.upperBound...]
    }

    private static func prefix(of name: String, columns: Int) -> String {
        var result = ""
        var used = 0
        for character in name {
            used += TextWidth.columns(character)
            if used > columns { break }
            result.append(character)
        }
        return result
    }
}

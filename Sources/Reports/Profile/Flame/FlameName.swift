/// A function's name cut down to the room that it has.
enum FlameName {
    /// As much of a name as fits: all of it; without its first parts, `LoadAll.run`, `run`; or the
    /// start of it.
    ///
    /// - Parameter columns: Characters that fit.
    /// - Returns: Empty where not even a few letters fit.
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

    /// Fewer say nothing.
    private static let leastColumns = 3

    /// What follows the first `.` or `::` between words.
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

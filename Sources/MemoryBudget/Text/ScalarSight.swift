/// A scanner that finds the invisible scalars of a text.
///
/// It doesn't work on characters, because `<` with a combining mark is a single one, and so is CR
/// LF.
package struct ScalarSight {
    /// The last visible scalar; `nil` if a following mark or joiner has nothing to attach to.
    private var base: Unicode.Scalar?
    private var markCount = 0

    /// Creates a scanner for the start of a text.
    package init() {}

    /// The maximum number of marks on one letter; more would paint over neighbouring lines.
    private static let markCountMaximum = 8
    /// The first scalar of the scripts that may need joiners.
    private static let firstJoined: Unicode.Scalar = "\u{600}"

    /// Returns whether the next scalar is invisible: it controls a terminal, changes the text
    /// direction, has no glyph, or is a mark without a letter.
    package mutating func hides(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) {
            see(scalar)
            return false
        }
        let isHidden = hidesOther(scalar)
        if isHidden { base = nil }
        return isHidden
    }

    private mutating func see(_ scalar: Unicode.Scalar?) {
        base = scalar
        markCount = 0
    }

    private mutating func hidesOther(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C, 0x200D:
            guard let base, base >= Self.firstJoined else { return true }
            see(nil)
            return false
        case 0xFE00...0xFE0F: return hidesMark()
        case 0xFFF9...0xFFFB: return true
        default: break
        }
        let properties = scalar.properties
        guard !properties.isDefaultIgnorableCodePoint, !properties.isNoncharacterCodePoint else {
            return true
        }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .nonspacingMark, .enclosingMark: return hidesMark()
        default:
            see(scalar)
            return false
        }
    }

    private mutating func hidesMark() -> Bool {
        markCount += 1
        return base == nil || markCount > Self.markCountMaximum
    }
}

/// A look at a text scalar by scalar: which of them nobody sees.
///
/// Characters won't do: `<` and a combining mark are one, and so are CR and LF.
package struct ScalarSight {
    /// The last scalar that is seen by itself; nil if a mark or joiner has nothing to belong to.
    private var base: Unicode.Scalar?
    private var markCount = 0

    /// Creates a look at the start of a text.
    package init() {}

    /// The most marks on one letter; more of them paint over the lines above and below.
    private static let markCountMaximum = 8
    /// Scripts before this one need no joiners.
    private static let firstJoined: Unicode.Scalar = "\u{600}"

    /// True if the next scalar is hidden: it steers a terminal, turns the text round, has no look of
    /// its own, or is a mark without a letter.
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

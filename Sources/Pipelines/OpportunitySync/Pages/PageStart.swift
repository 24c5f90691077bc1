/// Where a page begins.
package enum PageStart: Hashable, Sendable {
    /// At a place in the list, from 0.
    case offset(Int)
    /// Where the page before said; empty for the first page.
    case cursor(String)

    /// The path of a page from here on, with at most so many records.
    package func path(limit: Int) -> String {
        switch self {
        case .offset(let place): "/opportunities?offset=\(place)&limit=\(limit)"
        case .cursor(let cursor): "/opportunities?cursor=\(Self.escaped(cursor))&limit=\(limit)"
        }
    }

    /// A cursor as a part of a path: it is the source's, and may hold anything.
    private static func escaped(_ cursor: String) -> String {
        var text = ""
        for byte in cursor.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}

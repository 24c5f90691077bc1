/// The start of a page.
///
/// ```swift
/// print(PageStart.offset(200).path(limit: 100))  // /opportunities?offset=200&limit=100
/// ```
package enum PageStart: Hashable, Sendable {
    /// A position in the list, from 0.
    case offset(Int)
    /// The cursor that the page before returned; empty for the first page.
    case cursor(String)

    /// Returns the URL path of a page with this start and at most `limit` records.
    package func path(limit: Int) -> String {
        switch self {
        case .offset(let place): "/opportunities?offset=\(place)&limit=\(limit)"
        case .cursor(let cursor): "/opportunities?cursor=\(Self.escaped(cursor))&limit=\(limit)"
        }
    }

    /// Percent-encodes a cursor, which comes from the source and may contain anything.
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

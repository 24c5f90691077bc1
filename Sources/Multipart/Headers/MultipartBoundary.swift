/// The text that separates the parts of a body, as the request's `Content-Type` names it.
package struct MultipartBoundary: Hashable, Sendable, CustomStringConvertible {
    /// The longest boundary, in bytes, by RFC 2046.
    package static let byteCountMax = 70

    /// Its bytes, without the hyphens before it.
    package let bytes: [UInt8]

    /// Checks a boundary.
    ///
    /// - Throws: ``MultipartError`` with code `badBoundary`.
    package init(_ bytes: [UInt8]) throws(MultipartError) {
        guard !bytes.isEmpty else {
            throw MultipartError(
                .badBoundary, "the boundary is empty; name one in the Content-Type header")
        }
        guard bytes.count <= Self.byteCountMax else {
            throw MultipartError(
                .badBoundary,
                "the boundary has \(bytes.count) bytes; use at most \(Self.byteCountMax)")
        }
        guard bytes.allSatisfy(Self.isAllowed), bytes.last != UInt8(ascii: " ") else {
            throw MultipartError(
                .badBoundary,
                "the boundary has characters that RFC 2046 doesn't allow; use letters and digits")
        }
        self.bytes = bytes
    }

    /// Reads the boundary of a request.
    ///
    /// - Parameter contentType: The request's `Content-Type`; nil if it has none.
    /// - Throws: ``MultipartError`` with code `notFormData` or `badBoundary`.
    package init(contentType: String?) throws(MultipartError) {
        guard let contentType, let field = FieldParameters(contentType.utf8),
            field.value == "multipart/form-data"
        else {
            throw MultipartError(
                .notFormData,
                "the Content-Type is \(contentType.map { "'\($0)'" } ?? "missing");"
                    + " send the file as multipart/form-data")
        }
        let boundaries = field.values(of: "boundary")
        guard let boundary = boundaries.first, boundaries.count == 1 else {
            throw MultipartError(
                .badBoundary,
                "the Content-Type has \(boundaries.isEmpty ? "no" : "more than one") boundary;"
                    + " name one")
        }
        try self.init(boundary)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
    }

    /// Its text.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

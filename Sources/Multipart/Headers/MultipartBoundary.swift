/// The text that separates the parts of a body, given by the request's `Content-Type`.
package struct MultipartBoundary: Hashable, Sendable, CustomStringConvertible {
    /// The maximum length of a boundary, in bytes, according to RFC 2046.
    package static let byteCountMax = 70

    /// The bytes of the boundary, without the leading hyphens.
    package let bytes: [UInt8]

    /// Creates a boundary after checking it.
    ///
    /// - Throws: ``MultipartError`` with code `badBoundary`.
    package init(_ bytes: [UInt8]) throws(MultipartError) {
        guard !bytes.isEmpty else {
            throw MultipartError(
                .badBoundary, "the boundary is empty; give one in the Content-Type header")
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

    /// Parses the boundary of a request.
    ///
    /// - Parameter contentType: The request's `Content-Type`; `nil` if it has none.
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
                    + " give one")
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

    /// The boundary as text.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

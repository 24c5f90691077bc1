/// A part of a form, as described by its headers.
package struct FormPart: Hashable, Sendable {
    /// The name of the form's field.
    package let name: String
    /// The name of the file; `nil` for a part that is not a file.
    package let filename: String?
    /// The media type given by the part; `nil` if it gives none.
    package let contentType: String?

    /// Parses the headers of a part.
    ///
    /// Headers other than `Content-Disposition` and `Content-Type` are ignored, as RFC 7578
    /// requires.
    /// - Parameters:
    ///   - lines: All header lines with their CR LF, without the empty line.
    ///   - byteOffset: The position of the first line in the body.
    /// - Throws: ``MultipartError`` with code `badHeader`.
    init(headers lines: [UInt8], at byteOffset: Int) throws(MultipartError) {
        let headers = try PartHeaders(lines, at: byteOffset)
        func failure(_ reason: String) -> MultipartError {
            MultipartError(.badHeader, at: byteOffset, reason)
        }
        let dispositions = headers.values(of: "content-disposition")
        guard let value = dispositions.first, dispositions.count == 1 else {
            throw failure(
                "a part has \(dispositions.isEmpty ? "no" : "more than one") Content-Disposition;"
                    + " send one")
        }
        guard let field = FieldParameters(value), field.value == "form-data" else {
            throw failure("a part's Content-Disposition isn't valid form-data")
        }
        let names = field.values(of: "name")
        let filenames = field.values(of: "filename")
        let encodedFilenames = field.values(of: "filename*")
        guard let name = names.first, names.count == 1, filenames.count <= 1,
            encodedFilenames.count <= 1
        else {
            throw failure("a part's Content-Disposition must have exactly one name")
        }
        self.name = Self.text(name)
        if let encoded = encodedFilenames.first {
            guard let decoded = ExtendedValue.decode(encoded) else {
                throw failure("a part's filename* isn't encoded as RFC 5987 requires")
            }
            filename = decoded
        } else {
            filename = filenames.first.map(Self.text)
        }
        contentType = headers.values(of: "content-type").first.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Returns the text of a name, in which browsers and curl write quotes and line ends as `%22`,
    /// `%0D` and `%0A`.
    private static func text(_ bytes: [UInt8]) -> String {
        let escaped: Set<UInt8> = [UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        let decoded = PercentEncoding.decode(bytes) { escaped.contains($0) }
        return String(decoding: decoded, as: UTF8.self)
    }
}

/// The headers of a part, by name.
private struct PartHeaders {
    private var fields: [(name: String, value: [UInt8])] = []

    init(_ bytes: [UInt8], at byteOffset: Int) throws(MultipartError) {
        var lineStart = 0
        while lineStart < bytes.count {
            let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            // Without the line's CR LF.
            let line = bytes[lineStart..<lineEnd - 1]
            guard add(line) else {
                throw MultipartError(
                    .badHeader, at: byteOffset + lineStart,
                    "a line of a part's headers isn't of the form 'Name: value'")
            }
            lineStart = lineEnd + 1
        }
    }

    func values(of name: String) -> [[UInt8]] {
        fields.filter { $0.name == name }.map(\.value)
    }

    private mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = line.first else { return false }
        if isBlank(first) {
            // A continuation of the last field.
            guard let last = fields.indices.last else { return false }
            fields[last].value += line
            return true
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            !line[..<colon].contains(where: { $0 <= UInt8(ascii: " ") || $0 >= 0x7F })
        else { return false }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = line[(colon + 1)...].drop(while: isBlank)
        let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? value.startIndex
        fields.append((name, Array(value[..<end])))
        return true
    }
}

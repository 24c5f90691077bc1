import PipelineKit

/// A whole file as one string, without its byte order mark.
///
/// A string can't hold invalid UTF-8, so a scalar that the file doesn't use replaces it, which
/// marks the rows that contain it.
struct WholeText {
    let text: String
    private let mark: Unicode.Scalar?

    /// Reads a file.
    init(of path: String) throws {
        var bytes = try ChunkedFileReader(path: path).readAll()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if let text = String(validating: bytes, as: UTF8.self) {
            self.text = text
            mark = nil
        } else {
            (text, mark) = Self.marked(bytes)
        }
    }

    /// Returns whether a field contains bytes that aren't valid UTF-8.
    func isDamaged(_ field: String) -> Bool {
        mark.map(field.unicodeScalars.contains) ?? false
    }

    /// Decodes bytes, replacing invalid ones with a noncharacter that the rest of the text lacks.
    private static func marked(_ bytes: [UInt8]) -> (String, Unicode.Scalar) {
        let used = Set(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        let noncharacters = (0xFDD0...0xFDEF).compactMap { Unicode.Scalar($0 as UInt32) }
        let mark = noncharacters.first { !used.contains($0) } ?? "\u{FFFF}"
        var scalars = String.UnicodeScalarView()
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): scalars.append(scalar)
            case .error: scalars.append(mark)
            case .emptyInput: return (String(scalars), mark)
            }
        }
    }
}

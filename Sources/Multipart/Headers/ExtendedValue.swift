/// A parameter's value with its character set (RFC 5987), such as `UTF-8''na%C3%AFve.csv`.
enum ExtendedValue {
    /// Decodes a value; `nil` if it is malformed, or in another charset than UTF-8 and ISO-8859-1.
    static func decode(_ bytes: [UInt8]) -> String? {
        let pieces = bytes.split(
            separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, isEncoded(pieces[2]) else { return nil }
        let decoded = PercentEncoding.decode(pieces[2]) { _ in true }
        switch String(decoding: pieces[0], as: UTF8.self).lowercased() {
        case "utf-8": return String(validating: decoded, as: UTF8.self)
        case "iso-8859-1":
            var text = String.UnicodeScalarView()
            text.append(contentsOf: decoded.map { Unicode.Scalar($0) })
            return String(text)
        default: return nil
        }
    }

    /// Returns whether every percent sign is followed by two hexadecimal digits.
    private static func isEncoded(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.allSatisfy { index in
            bytes[index] != UInt8(ascii: "%")
                || PercentEncoding.byte(bytes[index...].dropFirst().prefix(2)) != nil
        }
    }
}

/// Bytes written as `%` and two hexadecimal digits.
enum PercentEncoding {
    /// Decodes the bytes for which `decodes` is true; others stay encoded.
    static func decode(
        _ bytes: some Collection<UInt8>, decodes: (UInt8) -> Bool
    ) -> [UInt8] {
        let bytes = Array(bytes)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"),
                let byte = byte(bytes[index...].dropFirst().prefix(2)), decodes(byte)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    /// Returns the byte of two hexadecimal digits; `nil` for other characters.
    static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, let first = digits.first.flatMap(digit),
            let second = digits.last.flatMap(digit)
        else { return nil }
        return first << 4 | second
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

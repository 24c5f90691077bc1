/// The strings that cells refer to by number, one after another in one array.
final class SharedStrings: XMLReceiver {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var isInText = false
    /// The nesting depth in phonetic hints, which are not part of the string.
    private var phoneticDepth = 0

    /// Returns the bytes of a string; `nil` if the number is out of range.
    subscript(_ index: Int) -> ArraySlice<UInt8>? {
        guard ends.indices.contains(index) else { return nil }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func begin(_ name: XMLText, attributes: XMLAttributes) {
        if name == "t" { isInText = phoneticDepth == 0 }
        if name == "rPh" { phoneticDepth += 1 }
    }

    func end(_ name: XMLText) {
        if name == "t" { isInText = false }
        if name == "rPh" { phoneticDepth -= 1 }
        guard name == "si" else { return }
        decodeEscapes(in: &bytes, from: ends.last ?? 0)
        ends.append(bytes.count)
    }

    func text(_ text: UnsafeRawBufferPointer) {
        if isInText { bytes.append(contentsOf: text) }
    }
}

/// A line that opens or closes a section: `{NAME}` or `{/NAME}`.
struct ScannedMark {
    let name: ArraySlice<UInt8>
    let isClosing: Bool

    /// Parses a line; `nil` if it is not a mark.
    init?(_ line: ArraySlice<UInt8>) {
        guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return nil }
        let inner = line.dropFirst().dropLast()
        isClosing = inner.first == UInt8(ascii: "/")
        name = isClosing ? inner.dropFirst() : inner
        let isName = name.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        guard isName, (4...5).contains(name.count) else { return nil }
    }
}

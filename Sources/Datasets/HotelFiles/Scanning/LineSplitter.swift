/// Splits a file that arrives in chunks into lines, for the scan of contracts.
struct LineSplitter {
    /// The maximum length of a line; a longer one is reported as `nil`.
    static let lineBytesMaximum = 1 << 20
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var line: [UInt8] = []
    private var isTooLong = false
    private var isFirst = true

    /// Begins a file.
    mutating func begin() {
        line.removeAll(keepingCapacity: true)
        (isTooLong, isFirst) = (false, true)
    }

    /// Reads a chunk; passes each line that ends in it, without its line end, to `body`, and `nil`
    /// for a line that is too long.
    mutating func take(
        _ chunk: UnsafeRawBufferPointer, body: (ArraySlice<UInt8>?) -> Void
    ) {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            finish(hasEnd: true, body: body)
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// Passes the last line to `body` if no line end followed it.
    mutating func end(body: (ArraySlice<UInt8>?) -> Void) {
        finish(hasEnd: false, body: body)
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        // Room for a mark at the start and the CR at the end.
        if line.count + bytes.count > Self.lineBytesMaximum + Self.mark.count + 1 {
            isTooLong = true
            line.removeAll(keepingCapacity: true)
        } else if !isTooLong {
            line.append(contentsOf: bytes)
        }
    }

    private mutating func finish(hasEnd: Bool, body: (ArraySlice<UInt8>?) -> Void) {
        var found = line[...]
        if isFirst, found.starts(with: Self.mark) { found = found.dropFirst(Self.mark.count) }
        if hasEnd, found.last == UInt8(ascii: "\r") { found = found.dropLast() }
        if isTooLong || found.count > Self.lineBytesMaximum {
            body(nil)
        } else if !found.isEmpty {
            body(found)
        }
        line.removeAll(keepingCapacity: true)
        (isTooLong, isFirst) = (false, false)
    }
}

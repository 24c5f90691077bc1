/// Splits a file that comes in chunks into lines, for the scan of contracts.
struct LineSplitter {
    /// A longer line is passed over, and only its place is known.
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

    /// Takes a chunk; gives each line that ends in it, without its end, and nil for one that is too long.
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

    /// Gives the last line, if nothing ended it.
    mutating func end(body: (ArraySlice<UInt8>?) -> Void) {
        finish(hasEnd: false, body: body)
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        // With room for a mark at its start and the CR at its end.
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

/// Anonymous memory that was mapped, or a part of it.
package struct AnonymousMap: Hashable, Sendable {
    /// Its addresses.
    package var range: Range<UInt64>
    /// The innermost frame of the stack that mapped it, by its number in the sample table; 0 for none.
    package var frame: UInt32

    /// A map; without a stack by default.
    package init(_ range: Range<UInt64>, frame: UInt32 = 0) {
        self.range = range
        self.frame = frame
    }

    /// Its size.
    package var bytes: UInt64 { range.upperBound - range.lowerBound }
}

extension MemoryRegion {
    /// The parts that lie in it of maps that are in order.
    package func overlaps(_ maps: [AnonymousMap]) -> [AnonymousMap] {
        let first = maps.firstIndexOfSorted { $0.range.upperBound > start }
        return maps[first...].prefix { $0.range.lowerBound < end }
            .map { AnonymousMap($0.range.clamped(to: start..<end), frame: $0.frame) }
            .filter { !$0.range.isEmpty }
    }

    /// Whether parts of it, which don't overlap, are all of it.
    package func isFilled(by parts: [AnonymousMap]) -> Bool {
        parts.reduce(0) { $0 + $1.bytes } == end - start
    }
}

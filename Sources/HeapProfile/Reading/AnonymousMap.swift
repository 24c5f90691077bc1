/// A range of anonymous memory that was mapped.
package struct AnonymousMap: Hashable, Sendable {
    /// The addresses of the range.
    package var range: Range<UInt64>
    /// The number in the sample table of the innermost frame that mapped the memory; 0 for none.
    package var frame: UInt32

    /// Creates a map, by default without a stack.
    package init(_ range: Range<UInt64>, frame: UInt32 = 0) {
        self.range = range
        self.frame = frame
    }

    /// The size in bytes.
    package var bytes: UInt64 { range.upperBound - range.lowerBound }
}

extension MemoryRegion {
    /// Returns the parts of sorted maps that lie within the region.
    package func overlaps(_ maps: [AnonymousMap]) -> [AnonymousMap] {
        let first = maps.firstIndexOfSorted { $0.range.upperBound > start }
        return maps[first...].prefix { $0.range.lowerBound < end }
            .map { AnonymousMap($0.range.clamped(to: start..<end), frame: $0.frame) }
            .filter { !$0.range.isEmpty }
    }

    /// Returns whether non-overlapping parts fill the region completely.
    package func isFilled(by parts: [AnonymousMap]) -> Bool {
        parts.reduce(0) { $0 + $1.bytes } == end - start
    }
}

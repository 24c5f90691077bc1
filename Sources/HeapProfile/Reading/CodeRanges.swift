/// The memory of a process that holds code, a compiler's at run time included, from the text of
/// `/proc/PID/maps`.
package struct CodeRanges: Sendable {
    private let ranges: [Range<UInt64>]

    /// Parses the text.
    package init(parsing text: String) {
        ranges = MemoryRegion.all(parsing: text).filter(\.isExecutable).map { $0.start..<$0.end }
    }

    /// A stack up to the first call that no code made: where nothing describes a frame, an unwinder
    /// guesses. The innermost frame is no guess.
    package func clipped(_ stack: ThreadStack) -> ThreadStack {
        let isGuessed = stack.addresses.dropFirst().firstIndex { address in
            !ranges.contains { $0.contains(address &- 1) }
        }
        guard let isGuessed else { return stack }
        var clipped = stack
        clipped.addresses = Array(stack.addresses[..<isGuessed])
        clipped.extent = stack.extent == .leaf ? .leaf : .cut
        return clipped
    }
}

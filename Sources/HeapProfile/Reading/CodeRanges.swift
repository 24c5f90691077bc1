/// The address ranges of a process that contain code, including just-in-time compiled code.
package struct CodeRanges: Sendable {
    private let ranges: [Range<UInt64>]

    /// Parses the text of `/proc/PID/maps`.
    package init(parsing text: String) {
        ranges = MemoryRegion.all(parsing: text).filter(\.isExecutable).map { $0.start..<$0.end }
    }

    /// Returns a stack up to the first return address that is outside of code. Where a frame lacks
    /// unwind information, an unwinder guesses the next one; the innermost frame is never a guess.
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

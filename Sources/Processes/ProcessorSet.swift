internal import CLinux
package import Glibc

/// A set of processors that a thread may run on.
///
/// ```swift
/// let processors = ProcessorSet([0, 1])
/// print(processors.count, processors.numbers)
/// ```
package struct ProcessorSet: Equatable, Sendable {
    /// One bit per processor.
    private var words: [UInt64]

    /// The number of words for the maximum number of processors that a kernel can be built for.
    private static let wordCount = 8192 / UInt64.bitWidth

    /// Creates a set from processor numbers.
    package init(_ numbers: some Sequence<Int>) {
        words = Array(repeating: 0, count: Self.wordCount)
        for number in numbers where number >= 0 && number < Self.wordCount * UInt64.bitWidth {
            words[number / UInt64.bitWidth] |= 1 << UInt64(number % UInt64.bitWidth)
        }
    }

    /// Creates the set of processors that a thread may run on; `nil` if the thread is gone.
    ///
    /// - Parameter thread: The thread ID; 0 is the calling thread.
    package init?(of thread: pid_t) {
        words = Array(repeating: 0, count: Self.wordCount)
        let bytes = UInt64(Self.wordCount * MemoryLayout<UInt64>.size)
        guard clinux_get_processors(thread, &words, bytes) > 0 else { return nil }
    }

    /// The number of processors.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The numbers of the processors, ascending.
    package var numbers: [Int] {
        words.indices.flatMap { index in
            (0..<UInt64.bitWidth).filter { words[index] >> UInt64($0) & 1 == 1 }
                .map { index * UInt64.bitWidth + $0 }
        }
    }

    /// Returns the last processors, at most `count`: interrupts keep the first ones busy.
    package func last(_ count: Int) -> ProcessorSet { ProcessorSet(numbers.suffix(max(1, count))) }

    /// Adds another set.
    package mutating func formUnion(_ other: ProcessorSet) {
        guard other != self else { return }
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Calls `body` with the bits.
    func withWords<Result>(_ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
        words.withUnsafeBufferPointer(body)
    }
}

internal import MemoryBudget

/// Where a thread of a process was when that died, as addresses.
package struct ThreadStack: Hashable, Sendable {
    /// Its number; the process's for the main thread.
    package var id: Int
    /// Its name, cut by the kernel to 15 bytes.
    package var name: String
    /// Return addresses, innermost first; the first lies behind the interrupted instruction's first byte.
    package var addresses: [UInt64]
    /// The extent to which its stack was read.
    package var extent: StackExtent

    /// Makes a stack.
    package init(id: Int, name: String, addresses: [UInt64], extent: StackExtent) {
        self.id = id
        self.name = name
        self.addresses = addresses
        self.extent = extent
    }
}

/// The extent to which a stack was read; the raw value is its name in JSON.
package enum StackExtent: String, Hashable, Sendable, Codable {
    /// To its outermost frame.
    case whole
    /// Up to the most that is read, or to a frame that nothing describes.
    case cut
    /// The innermost frame: the unwinder is missing, or the memory was gone.
    case leaf
}

/// Where a thread was, by name.
package struct NamedThread: Hashable, Sendable {
    /// Its number; the process's for the main thread.
    package var id: Int
    /// Its name, cut by the kernel to 15 bytes.
    package var name: String
    /// Where it was, innermost first.
    package var stack: [NamedFrame]
    /// The extent to which its stack was read.
    package var extent: StackExtent

    /// Makes a thread.
    package init(id: Int, name: String, stack: [NamedFrame], extent: StackExtent) {
        self.id = id
        self.name = name
        self.stack = stack
        self.extent = extent
    }

    init(_ thread: HeapProfile.Thread, naming: FrameNaming) {
        self.init(
            id: thread.id, name: thread.name, stack: naming.stack(thread.stack),
            extent: thread.extent)
    }

    /// The innermost frame of the user's own code; nil if there is none.
    package var userFrame: NamedFrame? { stack.first { $0.role == .user } }

    /// What that frame had called, in plain words: the innermost function that has a name for users, or
    /// else what was called first; nil if the user's own code was running, or nothing is known.
    package var calledFunction: String? {
        let called = stack.prefix { $0.role != .user }
        let names = called.filter(\.isNamed).map { Self.plain($0.function) }
        return names.first { !$0.hasPrefix("_") } ?? names.last
            ?? called.last.map { frame in
                frame.module.split(separator: "/").last.map(String.init) ?? frame.function
            }
    }

    /// `memset` for `__memset_avx512_unaligned_erms`, `malloc` for `__libc_malloc`: the C library has
    /// names of its own for what users call.
    private static func plain(_ name: String) -> String {
        guard name.hasPrefix("__"), name.utf8.allSatisfy({ $0 != UInt8(ascii: " ") }) else {
            return name
        }
        for prefix in ["__libc_", "__GI_"] where name.hasPrefix(prefix) && name.count > prefix.count
        {
            return String(name.dropFirst(prefix.count))
        }
        let ends = processorSuffixes.compactMap { name.firstRange(of: $0)?.lowerBound }
        return ends.min().map { String(name[..<$0].drop { $0 == "_" }) } ?? name
    }

    private static let processorSuffixes = [
        "_avx", "_sse", "_ssse", "_evex", "_erms", "_unaligned", "_generic", "_simd", "_mops",
    ]
}

internal import MemoryBudget

/// The stack of a thread when its process died, as addresses.
package struct ThreadStack: Hashable, Sendable {
    /// The thread ID, which for the main thread is the process ID.
    package var id: Int
    /// The thread's name, which the kernel limits to 15 bytes.
    package var name: String
    /// The return addresses, innermost first. The first one is just after the start of the
    /// interrupted instruction.
    package var addresses: [UInt64]
    /// The extent to which the stack was read.
    package var extent: StackExtent

    /// Creates a stack from its addresses.
    package init(id: Int, name: String, addresses: [UInt64], extent: StackExtent) {
        self.id = id
        self.name = name
        self.addresses = addresses
        self.extent = extent
    }
}

/// The extent to which a stack was read; the raw value is its name in JSON.
package enum StackExtent: String, Hashable, Sendable, Codable {
    /// Up to the outermost frame.
    case whole
    /// Up to the maximum depth, or to a frame without unwind information.
    case cut
    /// Only the innermost frame, because the unwinder is missing or the memory was gone.
    case leaf
}

/// The stack of a thread with names, for display.
package struct NamedThread: Hashable, Sendable {
    /// The thread ID, which for the main thread is the process ID.
    package var id: Int
    /// The thread's name, which the kernel limits to 15 bytes.
    package var name: String
    /// The frames, innermost first.
    package var stack: [NamedFrame]
    /// The extent to which the stack was read.
    package var extent: StackExtent

    /// Creates a thread from its frames.
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

    /// Whether it is the thread in which membudget's agent reads jemalloc's statistics, recognized by
    /// the name that it gives itself.
    package var isAgent: Bool { name == "membudget-agent" }

    /// The innermost frame of the user's own code; `nil` if there is none.
    package var userFrame: NamedFrame? { stack.first { $0.role == .user } }

    /// The function that the user's frame had called: the innermost one with a public name, or else
    /// the first one called. Without a user's frame, that is the innermost one. `nil` if the user's
    /// own code was running, or nothing is known.
    package var calledFunction: String? {
        // The C library's call of main says nothing about what a thread does.
        let called = stack.prefix { $0.role != .user && !$0.function.hasPrefix("__libc_start_") }
        let names = called.filter(\.isNamed).map { Self.plain($0.function) }
        if let name = names.first(where: { !$0.hasPrefix("_") }) { return name }
        guard userFrame == nil else { return names.last ?? Self.file(of: called.last) }
        return names.first.map { String($0.drop { $0 == "_" }) } ?? Self.file(of: called.first)
    }

    private static func file(of frame: NamedFrame?) -> String? {
        frame.map { $0.moduleName ?? $0.function }
    }

    /// Returns the public name of a C library function, such as `memset` for
    /// `__memset_avx512_unaligned_erms` and `malloc` for `__libc_malloc`.
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

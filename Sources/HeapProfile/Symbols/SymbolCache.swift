internal import Synchronization

/// A cache of symbolizer answers by build ID, because the trials of a run mostly use the same
/// programs.
final class SymbolCache: Sendable {
    /// A file as read by one symbolizer.
    struct File: Hashable {
        /// The path of the symbolizer.
        var program: String
        /// The build ID of the file, which identifies its contents.
        var buildID: String
    }

    /// The cache of this process.
    static let shared = SymbolCache()

    /// The maximum number of cached addresses, above which the cache is emptied; the programs of a
    /// run have fewer.
    private static let countMaximum = 200_000

    private struct State {
        var functions: [File: [UInt64: [SourceFunction]]] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// Returns the cached functions of a file, by address.
    func functions(of file: File) -> [UInt64: [SourceFunction]] {
        state.withLock { $0.functions[file] ?? [:] }
    }

    /// Caches the answers of a symbolizer.
    func keep(_ found: [UInt64: [SourceFunction]], of file: File) {
        state.withLock { state in
            if state.count + found.count > Self.countMaximum { state = State() }
            state.functions[file, default: [:]].merge(found) { _, new in new }
            state.count += found.count
        }
    }
}

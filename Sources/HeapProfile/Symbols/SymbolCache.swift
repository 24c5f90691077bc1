internal import Synchronization

/// The answers of symbolizers, by build id: the trials of a run are mostly of the same programs.
final class SymbolCache: Sendable {
    /// A file as one symbolizer reads it.
    struct File: Hashable {
        /// The path of the symbolizer.
        var program: String
        /// The build id of the file, which tells its contents.
        var buildID: String
    }

    /// The one of this process.
    static let shared = SymbolCache()

    /// More than a run's programs have; everything is forgotten then.
    private static let countMaximum = 200_000

    private struct State {
        var functions: [File: [UInt64: [SourceFunction]]] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// The functions of a file, by address.
    func functions(of file: File) -> [UInt64: [SourceFunction]] {
        state.withLock { $0.functions[file] ?? [:] }
    }

    /// Keeps what a symbolizer said.
    func keep(_ found: [UInt64: [SourceFunction]], of file: File) {
        state.withLock { state in
            if state.count + found.count > Self.countMaximum { state = State() }
            state.functions[file, default: [:]].merge(found) { _, new in new }
            state.count += found.count
        }
    }
}

import PipelineKit

/// The library that decompresses: ISA-L where it is installed, zlib otherwise.
enum InflateLibrary: Sendable {
    #if ISAL
        case isal(ISALFunctions)
    #endif
    case zlib(ZlibFunctions)

    /// The fastest one of this machine.
    ///
    /// - Throws: ``WorkerError`` with code `unavailable` if it has none.
    static func load() throws(WorkerError) -> InflateLibrary {
        #if ISAL
            if let functions = ISALFunctions() { return .isal(functions) }
        #endif
        if let functions = ZlibFunctions() { return .zlib(functions) }
        throw WorkerError(
            .unavailable,
            "archives are read with zlib, and libz.so.1 can't be loaded; install package zlib1g")
    }

    /// A decompressor for one thread.
    ///
    /// - Throws: ``WorkerError`` with code `io` if there is no memory for it.
    func inflater() throws(WorkerError) -> any Inflater {
        switch self {
        #if ISAL
            case .isal(let functions): ISALInflater(functions)
        #endif
        case .zlib(let functions): try ZlibInflater(functions)
        }
    }
}

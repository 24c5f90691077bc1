import PipelineKit

/// A library that decompresses: ISA-L if it is installed, otherwise zlib.
enum InflateLibrary: Sendable {
    #if ISAL
        case isal(ISALFunctions)
    #endif
    case zlib(ZlibFunctions)

    /// Loads the fastest library on this machine.
    ///
    /// - Throws: ``WorkerError`` with code `unavailable` if there is none.
    static func load() throws(WorkerError) -> InflateLibrary {
        #if ISAL
            if let functions = ISALFunctions() { return .isal(functions) }
        #endif
        if let functions = ZlibFunctions() { return .zlib(functions) }
        throw WorkerError(
            .unavailable,
            "archives are read with zlib, but libz.so.1 can't be loaded; install package zlib1g")
    }

    /// Creates a decompressor for one thread.
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

/// A library that compresses workbooks. Which one a build has is up to package trait `ISAL`.
enum Compressor: CaseIterable {
    /// ISA-L, with vector instructions.
    case isal
    /// zlib, which every build has.
    case zlib

    /// The fastest one of this build.
    static var fastest: Self { available.first ?? .zlib }

    /// Those of this build, the fastest first.
    static var available: [Self] { allCases.filter(\.isAvailable) }

    /// Its name in lists and messages.
    var name: String {
        switch self {
        case .isal: "ISA-L"
        case .zlib: "zlib"
        }
    }

    private var isAvailable: Bool {
        switch self {
        case .isal:
            #if ISAL
                true
            #else
                false
            #endif
        case .zlib: true
        }
    }
}

#if XLSX
    import PipelineKit

    extension Compressor {
        /// Allocates what compressing takes.
        ///
        /// - Throws: ``WorkerError`` with code `unavailable` if this build doesn't have the library, or
        ///   `io` if there is no memory.
        func makeDeflater() throws(WorkerError) -> any Deflater {
            switch self {
            case .isal:
                #if ISAL
                    return ISALDeflater()
                #else
                    throw WorkerError(
                        .unavailable, "this worker was built without package trait ISAL")
                #endif
            case .zlib: return try ZlibDeflater()
            }
        }
    }
#endif

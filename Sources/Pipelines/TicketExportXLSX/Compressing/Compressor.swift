/// A library that compresses workbooks; package trait `ISAL` adds the faster one.
enum Compressor: CaseIterable {
    /// ISA-L, with vector instructions.
    case isal
    /// zlib, part of every build.
    case zlib

    /// The fastest library in this build.
    static var fastest: Self { available.first ?? .zlib }

    /// The libraries in this build, fastest first.
    static var available: [Self] { allCases.filter(\.isAvailable) }

    /// The library's name in lists and messages.
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
        /// Creates a deflater and allocates its working memory.
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

internal import Glibc

/// Names as the compilers wrote them, in words.
enum Demangling {
    /// A Swift symbol; nil for a symbol of another language.
    static func swift(_ symbol: String) -> String? {
        guard symbol.hasPrefix("$s") || symbol.hasPrefix("$S") else { return nil }
        return taken(swiftDemangle(symbol, UInt(symbol.utf8.count), nil, nil, 0))
    }

    /// A C++ symbol, or one of Rust's that look like one; nil for any other.
    static func cxx(_ symbol: String) -> String? {
        guard symbol.hasPrefix("_Z") else { return nil }
        var status: Int32 = 0
        return taken(cxxDemangle(symbol, nil, nil, &status))
    }

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}

/// The runtime's own demangler (`swift/Demangling/Demangle.h`).
@_silgen_name("swift_demangle")
private func swiftDemangle(
    _ name: UnsafePointer<CChar>?, _ length: UInt, _ output: UnsafeMutablePointer<CChar>?,
    _ outputLength: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// That of the C++ library, on which Swift's runtime rests (Itanium C++ ABI, 3.4).
@_silgen_name("__cxa_demangle")
private func cxxDemangle(
    _ name: UnsafePointer<CChar>?, _ output: UnsafeMutablePointer<CChar>?,
    _ outputLength: UnsafeMutablePointer<Int>?, _ status: UnsafeMutablePointer<Int32>?
) -> UnsafeMutablePointer<CChar>?

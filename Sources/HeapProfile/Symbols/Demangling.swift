internal import Glibc

/// Demangling of symbols.
enum Demangling {
    /// Demangles a Swift symbol; `nil` for symbols of other languages.
    static func swift(_ symbol: String) -> String? {
        guard symbol.hasPrefix("$s") || symbol.hasPrefix("$S") else { return nil }
        return taken(swiftDemangle(symbol, UInt(symbol.utf8.count), nil, nil, 0))
    }

    /// Demangles a C++ symbol, or a Rust symbol that looks like one; `nil` for any other.
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

/// Declares the demangler of the Swift runtime (`swift/Demangling/Demangle.h`).
@_silgen_name("swift_demangle")
private func swiftDemangle(
    _ name: UnsafePointer<CChar>?, _ length: UInt, _ output: UnsafeMutablePointer<CChar>?,
    _ outputLength: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// Declares the demangler of the C++ library, which the Swift runtime links (Itanium C++ ABI, 3.4).
@_silgen_name("__cxa_demangle")
private func cxxDemangle(
    _ name: UnsafePointer<CChar>?, _ output: UnsafeMutablePointer<CChar>?,
    _ outputLength: UnsafeMutablePointer<Int>?, _ status: UnsafeMutablePointer<Int32>?
) -> UnsafeMutablePointer<CChar>?

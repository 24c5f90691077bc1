/// A source of function names for addresses within one file.
package protocol Symbolizer: Sendable {
    /// Returns the functions at each address, innermost first, so inlined functions precede the one
    /// that contains them.
    ///
    /// - Parameters:
    ///   - addresses: The addresses, in the file's own numbering.
    ///   - path: The path of the file.
    ///   - timeout: The maximum time to take.
    /// - Returns: One list per address; empty if nothing is known.
    /// - Throws: An error if the symbolizer fails or takes too long.
    func functions(
        at addresses: [UInt64], in path: String, timeout: Duration
    ) async throws -> [[SourceFunction]]
}

/// An error of symbolization.
enum SymbolizerError: Error {
    /// The symbolizer's output is not what was asked for.
    case badAnswer
    /// Other files used up the time limit.
    case outOfTime
}

/// A function and the relevant line of it.
package struct SourceFunction: Hashable, Sendable, Codable {
    /// The symbol as emitted by the compiler.
    package var symbol: String
    /// The demangled name, if only the symbolizer can demangle it; otherwise `nil`.
    package var words: String?
    /// The path of the source file; `nil` if unknown.
    package var file: String?
    /// The 1-based line; `nil` if unknown.
    package var line: Int?

    /// Creates a function from its symbol and source.
    package init(symbol: String, file: String? = nil, line: Int? = nil) {
        self.symbol = symbol
        self.file = file
        self.line = line
    }
}

/// Names of addresses within one file.
package protocol Symbolizer: Sendable {
    /// The functions at each address, innermost first: inlined ones before the one they are in.
    ///
    /// - Parameters:
    ///   - addresses: In the file's own numbering.
    ///   - timeout: The most that it may take.
    /// - Returns: As many as there are addresses; empty where nothing is known.
    /// - Throws: If it can't tell, or not in time.
    func functions(
        at addresses: [UInt64], in path: String, timeout: Duration
    ) async throws -> [[SourceFunction]]
}

/// Why a symbolizer has no names.
enum SymbolizerError: Error {
    /// Its answer is not what was asked for.
    case badAnswer
    /// Other files took all the time that there was.
    case outOfTime
}

/// A function and the line of it that is meant.
package struct SourceFunction: Hashable, Sendable, Codable {
    /// Its name as the compiler wrote it.
    package var symbol: String
    /// The same in words, where only the symbolizer can tell; nil otherwise.
    package var words: String?
    /// The source file's path; nil if it is not known.
    package var file: String?
    /// The line, from 1; nil if it is not known.
    package var line: Int?

    /// Makes a function.
    package init(symbol: String, file: String? = nil, line: Int? = nil) {
        self.symbol = symbol
        self.file = file
        self.line = line
    }
}

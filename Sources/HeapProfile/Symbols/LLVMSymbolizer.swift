internal import FoundationEssentials
internal import Glibc
internal import MemoryBudget
internal import Processes

/// The program `llvm-symbolizer`, which comes with Swift toolchains and with LLVM.
///
/// ```swift
/// guard let symbolizer = LLVMSymbolizer(searchPath: "/usr/bin:/usr/local/bin") else {
///     fatalError("llvm-symbolizer not found")
/// }
/// let names = try await symbolizer.functions(
///     at: [0x1139], in: "a.out", timeout: .seconds(5))
/// ```
package struct LLVMSymbolizer: Symbolizer {
    private let path: String

    /// The maximum number of addresses per call, which limits the length of the command line.
    private static let batchCount = 2000

    /// Finds the program.
    ///
    /// - Parameter searchPath: A list of folders, as in `PATH`.
    /// - Returns: `nil` if none of the folders contains the program.
    package init?(searchPath: String) {
        let folders = searchPath.split(separator: ":").map(String.init) + ["/opt/swift/usr/bin"]
        let paths = folders.map { "\($0)/llvm-symbolizer" }
        guard let path = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
        self.path = path
    }

    /// Returns the functions at addresses of a file. Only addresses that aren't cached are looked
    /// up.
    ///
    /// - Throws: `MachineError` if the program can't be run or takes too long; `SymbolizerError` if
    ///   it fails.
    package func functions(
        at addresses: [UInt64], in file: String, timeout: Duration
    ) async throws -> [[SourceFunction]] {
        let cache = SymbolCache.shared
        let name = ELFFile(path: file)?.buildID.map {
            SymbolCache.File(program: path, buildID: $0)
        }
        var known = name.map { cache.functions(of: $0) } ?? [:]
        let unknown = addresses.filter { known[$0] == nil }
        let end = ContinuousClock.now + timeout
        let found = Dictionary(zip(unknown, try await asked(unknown, in: file, until: end))) { $1 }
        if let name { cache.keep(found, of: name) }
        known.merge(found) { $1 }
        return addresses.map { known[$0] ?? [] }
    }

    private func asked(
        _ addresses: [UInt64], in file: String, until end: ContinuousClock.Instant
    ) async throws -> [[SourceFunction]] {
        var functions: [[SourceFunction]] = []
        for start in stride(from: 0, to: addresses.count, by: Self.batchCount) {
            let batch = Array(addresses[start..<min(start + Self.batchCount, addresses.count)])
            var found = try await answers(batch, in: file, style: Self.asWritten, until: end)
            try await putInWords(&found, at: batch, in: file, until: end)
            functions += found
        }
        return functions
    }

    private static let asWritten = "--no-demangle"
    private static let inWords = "--demangle"

    private func answers(
        _ addresses: [UInt64], in file: String, style: String, until end: ContinuousClock.Instant
    ) async throws -> [[SourceFunction]] {
        let answer = try await HelperProcess.run(
            [
                path, "--obj=\(file)", "--inlining", "--functions=linkage", style,
                "--output-style=JSON",
            ] + addresses.map { "0x" + String($0, radix: 16) },
            timeout: end - ContinuousClock.now)
        let found = Self.parse(answer.output)
        guard answer.status == .exited(code: 0), found.count == addresses.count else {
            throw SymbolizerError.badAnswer
        }
        return found
    }

    /// Adds demangled names for symbols that only the symbolizer can demangle: Rust's own mangling.
    private func putInWords(
        _ functions: inout [[SourceFunction]], at addresses: [UInt64], in file: String,
        until end: ContinuousClock.Instant
    ) async throws {
        let places = functions.indices.filter { index in
            functions[index].contains { RustSymbol.isMangled($0.symbol) }
        }
        guard !places.isEmpty else { return }
        let named = try await answers(
            places.map { addresses[$0] }, in: file, style: Self.inWords, until: end)
        for (place, words) in zip(places, named) {
            guard words.count == functions[place].count else { throw SymbolizerError.badAnswer }
            for index in words.indices where RustSymbol.isMangled(functions[place][index].symbol) {
                functions[place][index].words = words[index].symbol
            }
        }
    }

    /// Parses the output: an object per line or, with older versions, per address, in the order of
    /// the addresses.
    static func parse(_ output: [UInt8]) -> [[SourceFunction]] {
        let lines = output.split(separator: UInt8(ascii: "\n"))
        let answers = lines.flatMap { line -> [Answer] in
            let data = Data(line)
            if let one = try? JSONDecoder().decode(Answer.self, from: data) { return [one] }
            return (try? JSONDecoder().decode([Answer].self, from: data)) ?? []
        }
        return answers.map(\.functions)
    }

    private struct Answer: Decodable {
        var symbols: [Symbol]?

        var functions: [SourceFunction] {
            (symbols ?? []).filter { !$0.name.isEmpty }.map(\.function)
        }

        enum CodingKeys: String, CodingKey {
            case symbols = "Symbol"
        }
    }

    private struct Symbol: Decodable {
        var name: String
        var file: String
        var line: Int

        enum CodingKeys: String, CodingKey {
            case name = "FunctionName"
            case file = "FileName"
            case line = "Line"
        }

        /// Whether the file and line are valid. Without a line, the file is that of the last linked
        /// object.
        private var hasPlace: Bool {
            line > 0 && !file.isEmpty && file != Self.generated
        }

        /// The file name given to code generated by the Swift compiler.
        private static let generated = "<compiler-generated>"

        var function: SourceFunction {
            SourceFunction(
                symbol: name, file: hasPlace ? file : nil, line: hasPlace ? line : nil)
        }
    }
}

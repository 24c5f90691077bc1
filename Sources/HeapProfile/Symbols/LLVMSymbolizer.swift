internal import FoundationEssentials
internal import Glibc
internal import MemoryBudget
internal import Processes

/// `llvm-symbolizer`, which comes with a Swift toolchain and with LLVM.
package struct LLVMSymbolizer: Symbolizer {
    private let path: String

    /// More would not fit a command line.
    private static let batchCount = 2000

    /// Finds the program.
    ///
    /// - Parameter searchPath: Folders, as in `PATH`.
    /// - Returns: nil if it is in none of the folders.
    package init?(searchPath: String) {
        let folders = searchPath.split(separator: ":").map(String.init) + ["/opt/swift/usr/bin"]
        let paths = folders.map { "\($0)/llvm-symbolizer" }
        guard let path = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
        self.path = path
    }

    /// Asks for all addresses of a file.
    ///
    /// - Throws: `MachineError` if the program can't be run or takes too long; `SymbolizerError` if it
    ///   fails.
    package func functions(
        at addresses: [UInt64], in file: String, timeout: Duration
    ) async throws -> [[SourceFunction]] {
        let end = ContinuousClock.now + timeout
        var functions: [[SourceFunction]] = []
        for start in stride(from: 0, to: addresses.count, by: Self.batchCount) {
            let batch = addresses[start..<min(start + Self.batchCount, addresses.count)]
            let answer = try await HelperProcess.run(
                [
                    path, "--obj=\(file)", "--inlining", "--functions=linkage", "--no-demangle",
                    "--output-style=JSON",
                ] + batch.map { "0x" + String($0, radix: 16) },
                timeout: end - ContinuousClock.now)
            let found = Self.parse(answer.output)
            guard answer.status == .exited(code: 0), found.count == batch.count else {
                throw SymbolizerError.badAnswer
            }
            functions += found
        }
        return functions
    }

    /// The answer: an object per line or, of older versions, per address; in the order of the questions.
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

        /// Without a line the file is that of the linker's last object, not the function's.
        private var hasPlace: Bool {
            line > 0 && !file.isEmpty && file != Self.generated
        }

        /// What Swift's compiler made has a line of no file.
        private static let generated = "<compiler-generated>"

        var function: SourceFunction {
            SourceFunction(
                symbol: name, file: hasPlace ? file : nil, line: hasPlace ? line : nil)
        }
    }
}

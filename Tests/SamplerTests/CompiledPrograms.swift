import Foundation
import TestSupport
import Testing

/// C programs that are compiled for one test.
struct CompiledPrograms {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Whether a compiler is installed.
    static let isPossible = Installed.has("gcc")

    /// Compiles C sources.
    ///
    /// - Parameters:
    ///   - sources: The paths below the package's root.
    ///   - options: The compiler's options.
    ///   - name: The name of the result.
    /// - Returns: The path of the result.
    func compile(
        _ sources: [String], options: [String] = [], to name: String
    ) async throws -> String {
        let path = directory.path(name)
        let result = try await Command.run(
            ["gcc", "-g", "-Wall", "-Wextra", "-Werror"] + options + ["-o", path] + sources
                + ["-pthread"],
            workingDirectory: Self.root, timeLimit: .seconds(120))
        try #require(result.status == 0, "\(result)")
        return path
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path
}

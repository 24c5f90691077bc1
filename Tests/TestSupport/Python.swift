/// Oracles in another language: what we didn't write ourselves is right for other reasons.
package enum Python {
    /// Runs a script with `input` as its standard input and returns what it printed.
    ///
    /// Throws `Failed`, with what it wrote to standard error, if it doesn't exit with status 0.
    package static func run(
        _ script: String, input: String = "", arguments: [String] = []
    ) async throws -> String {
        let result = try await Command.run(
            ["python3", "-c", script] + arguments, standardInput: input)
        guard result.status == 0 else { throw Failed(result: result) }
        return result.standardOutput
    }

    /// A script that failed.
    package struct Failed: Error, CustomStringConvertible {
        /// How it ended.
        package let result: Command.Result

        /// How it ended and what it wrote.
        package var description: String {
            "the Python script failed: \(result)"
        }
    }
}

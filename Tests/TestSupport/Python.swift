/// Reference implementations in Python, which don't share mistakes with the product.
package enum Python {
    /// Runs a script with `input` as its standard input, and returns its output.
    ///
    /// - Throws: `Failed`, with the standard error, if the script doesn't exit with status 0.
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
        /// The result of the script.
        package let result: Command.Result

        /// The end of the script and its output.
        package var description: String {
            "the Python script failed: \(result)"
        }
    }
}

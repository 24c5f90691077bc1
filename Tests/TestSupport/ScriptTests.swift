import Foundation

/// The unit tests of the project's own scripts: `Scripts/FOLDER/tests`.
package enum ScriptTests {
    /// Returns the arguments of Python for running the tests of a folder.
    package static func arguments(of folder: String) -> [String] {
        let scripts = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../Scripts").standardized.path
        return [
            "-B", "-m", "unittest", "discover", "-s", "\(scripts)/\(folder)/tests", "-t", scripts,
        ]
    }

    /// Runs the tests of a folder.
    ///
    /// - Returns: All output if a test failed or none was run; otherwise an empty text.
    package static func failures(in folder: String) async throws -> String {
        let result = try await Command.run(["python3"] + arguments(of: folder))
        let hasPassed = result.status == 0 && !result.standardError.contains("Ran 0 tests")
        return hasPassed ? "" : "\(result)"
    }
}

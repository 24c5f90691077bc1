import Foundation

/// The unit tests of the project's own scripts: `Scripts/FOLDER/tests`.
package enum ScriptTests {
    /// The arguments of a Python that runs those of a folder.
    package static func arguments(of folder: String) -> [String] {
        let scripts = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../Scripts").standardized.path
        return [
            "-B", "-m", "unittest", "discover", "-s", "\(scripts)/\(folder)/tests", "-t", scripts,
        ]
    }

    /// Runs those of a folder.
    ///
    /// - Returns: Everything that was printed if one failed or none was run; else nothing.
    package static func failures(in folder: String) async throws -> String {
        let result = try await Command.run(["python3"] + arguments(of: folder))
        let hasPassed = result.status == 0 && !result.standardError.contains("Ran 0 tests")
        return hasPassed ? "" : "\(result)"
    }
}

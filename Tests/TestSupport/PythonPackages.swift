import Foundation

/// Python with the packages of `Tests/requirements.txt`, in the virtual environment that
/// `Scripts/bootstrap-tests.sh` makes.
public enum PythonPackages {
    /// Set on a machine without a network: tests that need packages are then skipped, not failed.
    public static let variable = "MEMBUDGET_NO_PYPI"

    /// Whether tests should use it; for `.enabled(if:)`.
    public static var areWanted: Bool {
        ProcessInfo.processInfo.environment[variable, default: ""].isEmpty
    }

    /// Runs a script with `input` as its standard input and returns what it printed.
    ///
    /// Throws `Missing` without the environment, `Python.Failed` if it doesn't exit with status 0.
    public static func run(
        _ script: String, input: String = "", arguments: [String] = [],
        timeLimit: Duration = .seconds(60)
    ) async throws -> String {
        let result = try await Command.run(
            [try interpreter(), "-c", script] + arguments, standardInput: input,
            timeLimit: timeLimit)
        guard result.status == 0 else { throw Python.Failed(result: result) }
        return result.standardOutput
    }

    private static func interpreter() throws -> String {
        // Tests/TestSupport/PythonPackages.swift
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.path + "/.build/python/bin/python"
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    /// The environment has not been made.
    public struct Missing: Error, CustomStringConvertible {
        /// Where its interpreter should be.
        public let path: String

        /// What is missing, and what to do.
        public var description: String {
            "there is no \(path): run Scripts/bootstrap-tests.sh, or set \(variable)=1"
        }
    }
}

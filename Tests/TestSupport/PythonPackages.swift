import Foundation

/// Python with the packages of `Tests/requirements.txt`, in the virtual environment created by
/// `Scripts/bootstrap-tests.sh`.
package enum PythonPackages {
    /// The variable to set on a machine without a network: tests that need packages are then
    /// skipped.
    package static let variable = "MEMBUDGET_NO_PYPI"

    /// Whether tests should use the packages; for `.enabled(if:)`.
    package static var areWanted: Bool {
        ProcessInfo.processInfo.environment[variable, default: ""].isEmpty
    }

    /// Runs a script with `input` as its standard input, and returns its output.
    ///
    /// - Throws: `Missing` without the environment, `Python.Failed` if the exit status is not 0.
    package static func run(
        _ script: String, input: String = "", arguments: [String] = [],
        timeLimit: Duration = .seconds(60)
    ) async throws -> String {
        let result = try await Command.run(
            [try interpreter(), "-c", script] + arguments, standardInput: input,
            timeLimit: timeLimit)
        guard result.status == 0 else { throw Python.Failed(result: result) }
        return result.standardOutput
    }

    /// Whether the Python is older than 3.11, which some packages don't support.
    package static var areFew: Bool {
        let libraries = try? FileManager.default.contentsOfDirectory(atPath: environment + "/lib")
        return (libraries ?? []).contains { name in
            Int(name.trimmingPrefix("python3.")).map { $0 < 11 } ?? false
        }
    }

    private static var environment: String {
        // Tests/TestSupport/PythonPackages.swift
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/python"
    }

    private static func interpreter() throws -> String {
        let path = environment + "/bin/python"
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    /// The environment does not exist.
    package struct Missing: Error, CustomStringConvertible {
        /// The expected path of its interpreter.
        package let path: String

        /// The missing interpreter, and a way to fix it.
        package var description: String {
            "there is no \(path): run Scripts/bootstrap-tests.sh, or set \(variable)=1"
        }
    }
}

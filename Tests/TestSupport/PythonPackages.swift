import Foundation

/// Python with the packages of `Tests/requirements.txt`, in the virtual environment that
/// `Scripts/bootstrap-tests.sh` makes.
package enum PythonPackages {
    /// Set on a machine without a network: tests that need packages are then skipped, not failed.
    package static let variable = "MEMBUDGET_NO_PYPI"

    /// Whether tests should use it; for `.enabled(if:)`.
    package static var areWanted: Bool {
        ProcessInfo.processInfo.environment[variable, default: ""].isEmpty
    }

    /// Runs a script with `input` as its standard input and returns what it printed.
    ///
    /// Throws `Missing` without the environment, `Python.Failed` if it doesn't exit with status 0.
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

    /// True of an environment with a Python before 3.11, for which some packages are not made.
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

    /// The environment has not been made.
    package struct Missing: Error, CustomStringConvertible {
        /// Where its interpreter should be.
        package let path: String

        /// The package that is missing, and the way to get it.
        package var description: String {
            "there is no \(path): run Scripts/bootstrap-tests.sh, or set \(variable)=1"
        }
    }
}

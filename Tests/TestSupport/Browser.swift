import Foundation

/// A real browser, driven by a script of the project.
package enum Browser {
    /// Whether a browser is installed; for `.enabled(if:)`.
    package static var isThere: Bool {
        ["chromium", "chromium-browser", "google-chrome"].contains { Installed.has($0) }
    }

    /// The legibility of a page, as measured by the scripts.
    package struct Reading: Decodable {
        /// The smallest text, in pixels.
        package var size: Double
        /// The lowest contrast of text to its background.
        package var contrast: Double
    }

    /// Opens a page, and returns the findings of a script.
    ///
    /// - Parameters:
    ///   - script: The name of a file in `Scripts`.
    ///   - arguments: The page, and the options of the script.
    /// - Throws: ``Unread`` if the script printed no findings of this type.
    package static func findings<Findings: Decodable>(
        of script: String, _ arguments: [String]
    ) async throws -> Findings {
        let path = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../Scripts/\(script)").standardized.path
        let result = try await Command.run(["python3", path] + arguments, timeLimit: .seconds(120))
        do {
            return try JSONDecoder().decode(Findings.self, from: Data(result.standardOutput.utf8))
        } catch {
            throw Unread(result: result)
        }
    }

    /// The output of a script that failed.
    package struct Unread: Error, CustomStringConvertible {
        let result: Command.Result
        package var description: String { "\(result)" }
    }
}

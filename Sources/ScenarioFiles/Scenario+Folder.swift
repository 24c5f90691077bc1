import Foundation
package import MemoryBudget

extension Scenario {
    /// The absolute path of the folder of the scenario's file, which `{here}` becomes.
    ///
    /// A trial may run in another folder, so a relative one would not do. The current folder for a
    /// scenario made in code.
    package var folder: String {
        let current = FileManager.default.currentDirectoryPath
        guard !path.isEmpty else { return current }
        return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: current))
            .standardizedFileURL.deletingLastPathComponent().path
    }
}

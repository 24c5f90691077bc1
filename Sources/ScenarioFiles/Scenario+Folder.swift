internal import Files
import Foundation
package import MemoryBudget

extension Scenario {
    /// The absolute path of the folder of the scenario's file, which `{here}` becomes.
    ///
    /// A trial may run in another folder, so a relative one would not do. The current folder for a
    /// scenario made in code. What is not UTF-8 in it is replaced by U+FFFD and never left out, so that it is
    /// no other folder.
    package var folder: String {
        guard !path.isEmpty else { return absolutePath(".") }
        return URL(fileURLWithPath: absolutePath(path))
            .standardizedFileURL.deletingLastPathComponent().path
    }
}

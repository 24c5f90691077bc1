internal import Files
import Foundation
package import MemoryBudget

extension Scenario {
    /// The absolute path of the folder of the scenario's file, which replaces `{here}`.
    ///
    /// The path is absolute, because a trial may run in another folder. For a scenario created in
    /// code, it is the current folder. Invalid UTF-8 is replaced by U+FFFD rather than removed, so
    /// that the path can't become that of another folder.
    package var folder: String {
        guard !path.isEmpty else { return absolutePath(".") }
        return URL(fileURLWithPath: absolutePath(path))
            .standardizedFileURL.deletingLastPathComponent().path
    }
}

/// The version of the tool, which every run records.
package enum Version {
    /// Major, minor and patch.
    package static let current = "0.1.0"

    /// The line that `--version` prints: `0.1.0 (b9bcf3bd10f2)`.
    ///
    /// - Parameter commit: The commit of the build, which ends with `-dirty` where the tree had changes
    ///   that were not committed; empty if the build was not told.
    package static func text(commit: String) -> String {
        commit.isEmpty ? current : "\(current) (\(commit))"
    }
}

/// The version of the tool, which is recorded in every run.
package enum Version {
    /// The version as major, minor and patch numbers.
    package static let current = "0.1.0"

    /// Returns the text that `--version` prints, such as `0.1.0 (b9bcf3bd10f2)`.
    ///
    /// - Parameter commit: The commit of the build, which ends with `-dirty` if the tree had
    ///   uncommitted changes; empty if unknown.
    package static func text(commit: String) -> String {
        commit.isEmpty ? current : "\(current) (\(commit))"
    }
}

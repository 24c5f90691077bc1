/// The version of the tool, as `--version` prints it and every run records it.
package enum Version {
    /// Major, minor and patch.
    package static let current = "0.1.0"
}

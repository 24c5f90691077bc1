/// The limits on a body's structure; its length is limited by the code that reads it.
package struct MultipartLimits: Hashable, Sendable {
    /// The maximum size of a part's headers, in bytes, including line ends; also that of the
    /// padding after a boundary. 8 KiB by default.
    package var headerByteCountMax = 8 << 10
    /// The maximum number of parts; 64 by default.
    package var partCountMax = 64

    /// Creates the default limits.
    package init() {}
}

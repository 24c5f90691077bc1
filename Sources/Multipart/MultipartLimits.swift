/// The bounds on a body's structure; its length is bounded by whoever reads it.
package struct MultipartLimits: Hashable, Sendable {
    /// The longest headers of one part, in bytes, with their line ends; also the longest padding behind
    /// a boundary. Default 8 KiB.
    package var headerByteCountMax = 8 << 10
    /// The most parts; default 64.
    package var partCountMax = 64

    /// The defaults.
    package init() {}
}

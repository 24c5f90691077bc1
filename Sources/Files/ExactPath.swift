internal import Glibc

/// A path as bytes, exactly as the kernel sees it: names need not be UTF-8.
package struct ExactPath: Hashable, Sendable, CustomStringConvertible {
    /// The bytes of the path, without a terminating zero.
    package var bytes: [UInt8]

    /// Creates a path from bytes.
    package init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Creates a path from text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The working folder; `.` if it was removed.
    package static var current: ExactPath {
        guard let path = getcwd(nil, 0) else { return ExactPath(".") }
        defer { free(path) }
        return ExactPath(bytes: UnsafeRawBufferPointer(start: path, count: strlen(path)))
    }

    /// The path for display; bytes that are not UTF-8 are written as `\xE9`.
    package var description: String { displayText(bytes) }

    /// Whether the path begins with `/`.
    package var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// Returns a path below this folder; an absolute path is returned unchanged.
    package func appending(_ path: ExactPath) -> ExactPath {
        path.isAbsolute ? path : ExactPath(bytes: bytes + [UInt8(ascii: "/")] + path.bytes)
    }

    /// Calls a closure with the path as a C string.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else {
                preconditionFailure("a C string has an end")
            }
            return body(start)
        }
    }
}

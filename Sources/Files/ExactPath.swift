internal import Glibc

/// A path byte for byte, as the kernel takes it: names need not be UTF-8.
package struct ExactPath: Hashable, Sendable, CustomStringConvertible {
    /// Without the zero at its end.
    package var bytes: [UInt8]

    /// A path of bytes.
    package init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A path that is text.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The working directory; `.` if it is gone.
    package static var current: ExactPath {
        guard let path = getcwd(nil, 0) else { return ExactPath(".") }
        defer { free(path) }
        return ExactPath(bytes: UnsafeRawBufferPointer(start: path, count: strlen(path)))
    }

    /// For people; what is not UTF-8 is written as `\xE9`.
    package var description: String { displayText(bytes) }

    /// Whether it is one from the root.
    package var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// A name below this folder; one from the root is itself.
    package func appending(_ path: ExactPath) -> ExactPath {
        path.isAbsolute ? path : ExactPath(bytes: bytes + [UInt8(ascii: "/")] + path.bytes)
    }

    /// Lends it as a C string.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else {
                preconditionFailure("a C string has an end")
            }
            return body(start)
        }
    }
}

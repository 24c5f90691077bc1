/// A path as the system gives it: bytes without a NUL, not necessarily UTF-8.
package struct SystemPath: Hashable, Sendable {
    /// The bytes, including the terminating NUL.
    private var bytes: [CChar]

    /// Creates a path from text.
    package init(_ text: String) {
        bytes = Array(text.utf8CString)
    }

    /// Creates a path or name from a C string.
    package init(bytesOf start: UnsafePointer<CChar>) {
        var count = 0
        while start[count] != 0 { count += 1 }
        bytes = Array(UnsafeBufferPointer(start: start, count: count + 1))
    }

    /// Creates a path or name from bytes, none of which may be NUL.
    package init(bytes: some Sequence<UInt8>) {
        self.bytes = bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// Calls `body` with the path as a C string.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else {
                preconditionFailure("a path has the NUL that ends it")
            }
            return body(start)
        }
    }

    /// Returns the path of an entry of this folder.
    package func appending(_ name: SystemPath) -> SystemPath {
        var path = self
        path.bytes.reserveCapacity(bytes.count + name.bytes.count)
        path.bytes[bytes.count - 1] = CChar(bitPattern: UInt8(ascii: "/"))
        path.bytes += name.bytes
        return path
    }

    /// Whether the path is `.` or `..`.
    package var isOwnOrParentFolder: Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return bytes == [dot, 0] || bytes == [dot, dot, 0]
    }

    /// The path for messages, with invalid UTF-8 replaced.
    package var text: String {
        text(from: 0)
    }

    /// Returns the path relative to a folder that contains it, for messages.
    package func text(behind folder: SystemPath) -> String {
        text(from: folder.bytes.count)
    }

    private func text(from index: Int) -> String {
        String(
            decoding: bytes[index..<max(index, bytes.count - 1)].lazy.map { UInt8(bitPattern: $0) },
            as: UTF8.self)
    }
}

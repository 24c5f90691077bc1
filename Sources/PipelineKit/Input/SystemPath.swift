/// A path as the system has it: bytes without a NUL, which need not be UTF-8.
package struct SystemPath: Hashable, Sendable {
    /// The bytes, with the NUL that ends them.
    private var bytes: [CChar]

    /// A path that is text.
    package init(_ text: String) {
        bytes = Array(text.utf8CString)
    }

    /// The path or name that a C string is.
    package init(bytesOf start: UnsafePointer<CChar>) {
        var count = 0
        while start[count] != 0 { count += 1 }
        bytes = Array(UnsafeBufferPointer(start: start, count: count + 1))
    }

    /// The path or name that has these bytes; there must be no NUL among them.
    package init(bytes: some Sequence<UInt8>) {
        self.bytes = bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// Lends the bytes to the system.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else {
                preconditionFailure("a path has the NUL that ends it")
            }
            return body(start)
        }
    }

    /// The path of what has a name in this folder.
    package func appending(_ name: SystemPath) -> SystemPath {
        var path = self
        path.bytes.reserveCapacity(bytes.count + name.bytes.count)
        path.bytes[bytes.count - 1] = CChar(bitPattern: UInt8(ascii: "/"))
        path.bytes += name.bytes
        return path
    }

    /// True for `.` and `..`.
    package var isOwnOrParentFolder: Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return bytes == [dot, 0] || bytes == [dot, dot, 0]
    }

    /// The path for messages; what of it isn't UTF-8 is replaced.
    package var text: String {
        text(from: 0)
    }

    /// The part behind a folder that it lies in, for messages.
    package func text(behind folder: SystemPath) -> String {
        text(from: folder.bytes.count)
    }

    private func text(from index: Int) -> String {
        String(
            decoding: bytes[index..<max(index, bytes.count - 1)].lazy.map { UInt8(bitPattern: $0) },
            as: UTF8.self)
    }
}

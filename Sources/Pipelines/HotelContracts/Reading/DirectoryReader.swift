import Glibc
import PipelineKit

/// The entries of one folder, in the system's order.
// Unchecked: only one thread at a time uses it.
final class DirectoryReader: @unchecked Sendable {
    typealias Entry = (name: SystemPath, isRegular: Bool)

    let path: SystemPath
    private let stream: OpaquePointer

    init(_ path: SystemPath) throws(SystemError) {
        guard let stream = path.withCString({ opendir($0) }) else { throw .last }
        self.stream = stream
        self.path = path
    }

    deinit {
        closedir(stream)
    }

    /// Returns the next entry; `nil` at the end. An entry that isn't marked as a regular file may
    /// be a link to one.
    func next() throws(SystemError) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .last }
                return nil
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { SystemPath(bytesOf: $0) }
            }
            if !name.isOwnOrParentFolder {
                return (name, entry.pointee.d_type == UInt8(DT_REG))
            }
        }
    }
}

import Glibc

/// Returns the target of a symbolic link, as stored in the link; `nil`, with `errno` set, if it
/// can't be read.
package func linkTarget(of path: String) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    return count < 0 ? nil : buffer.prefix(count).map { UInt8(bitPattern: $0) }
}

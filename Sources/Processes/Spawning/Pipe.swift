internal import CLinux
internal import Glibc

/// Both ends of a pipe, closed on exec.
package struct Pipe {
    /// The end to read from.
    package let readEnd: Int32
    /// The end to write to.
    package let writeEnd: Int32

    /// Opens both ends.
    package init() throws {
        (readEnd, writeEnd) = try twoDescriptors("a pipe", make: clinux_pipe)
    }

    /// Closes both ends.
    package func close() {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }
}

/// Two connected sockets, closed on exec.
package struct SocketPair {
    /// The socket that this process keeps.
    package let ours: Int32
    /// The socket that is passed on.
    package let theirs: Int32

    /// Opens and connects both sockets.
    package init() throws {
        (ours, theirs) = try twoDescriptors("a pair of sockets", make: clinux_socket_pair)
    }
}

private func twoDescriptors(
    _ what: String, make: (UnsafeMutablePointer<Int32>) -> Int32
) throws -> (Int32, Int32) {
    var ends: (Int32, Int32) = (-1, -1)
    let status = withUnsafeMutablePointer(to: &ends) { pair in
        pair.withMemoryRebound(to: Int32.self, capacity: 2) { make($0) }
    }
    guard status == 0 else { throw MachineError("can't create \(what)", errno: -status) }
    return ends
}

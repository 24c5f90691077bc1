internal import CLinux
import Glibc

/// Both ends of a pipe, closed on exec.
struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        (readEnd, writeEnd) = try twoDescriptors("a pipe", clinux_pipe)
    }

    /// Closes both ends.
    func close() {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }
}

/// Two connected sockets, closed on exec.
struct SocketPair {
    let ours: Int32
    let theirs: Int32

    init() throws {
        (ours, theirs) = try twoDescriptors("a pair of sockets", clinux_socket_pair)
    }

    /// Closes both.
    func close() {
        Glibc.close(ours)
        Glibc.close(theirs)
    }
}

private func twoDescriptors(
    _ what: String, _ make: (UnsafeMutablePointer<Int32>) -> Int32
) throws -> (Int32, Int32) {
    var ends: (Int32, Int32) = (-1, -1)
    let status = withUnsafeMutablePointer(to: &ends) { pair in
        pair.withMemoryRebound(to: Int32.self, capacity: 2) { make($0) }
    }
    guard status == 0 else { throw HarnessError("can't make \(what)", errno: -status) }
    return ends
}

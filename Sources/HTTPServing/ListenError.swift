import Glibc
import NIOCore

/// A port of the loopback interface that a server can't have.
package struct ListenError: Error, CustomStringConvertible {
    /// The port.
    let port: Int
    /// The reason, as an errno.
    let number: CInt

    /// Reads what binding failed with; nil if that is another kind of failure.
    init?(_ error: any Error, port: Int) {
        guard let error = error as? IOError else { return nil }
        self.port = port
        number = error.errnoCode
    }

    /// The failure, its reason, and a remedy, in one sentence.
    package var description: String {
        let reason =
            number == EADDRINUSE ? "another program has it" : String(cString: strerror(number))
        return
            "cannot listen on port \(port) of 127.0.0.1: \(reason); choose another port, or 0 for"
            + " a free one"
    }
}

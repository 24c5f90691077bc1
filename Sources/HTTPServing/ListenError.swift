import Glibc
import NIOCore

/// The error for a port of the loopback interface that a server can't use.
package struct ListenError: Error, CustomStringConvertible {
    /// The port number.
    let port: Int
    /// The reason, as an errno.
    let number: CInt

    /// Converts an error of binding; `nil` if it is another kind of failure.
    init?(_ error: any Error, port: Int) {
        guard let error = error as? IOError else { return nil }
        self.port = port
        number = error.errnoCode
    }

    /// The error message with reason and remedy, in one sentence.
    package var description: String {
        let reason =
            number == EADDRINUSE ? "another program uses it" : String(cString: strerror(number))
        return
            "cannot listen on port \(port) of 127.0.0.1: \(reason); choose another port, or 0 for"
            + " a free one"
    }
}

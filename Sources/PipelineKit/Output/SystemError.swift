import Glibc

/// An error of the operating system, by its `errno`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value of `errno`.
    package let number: Int32

    /// Creates an error from a value of `errno`.
    package init(_ number: Int32) {
        self.number = number
    }

    /// The current `errno`, to be read before any other call.
    package static var last: SystemError { SystemError(errno) }

    /// The C library's description.
    package var description: String {
        String(cString: strerror(number))
    }
}

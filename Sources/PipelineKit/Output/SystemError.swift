import Glibc

/// A refusal of the operating system, by its `errno`.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value of `errno`.
    package let number: Int32

    /// Names a number.
    package init(_ number: Int32) {
        self.number = number
    }

    /// What `errno` holds now: to be read before anything else is called.
    package static var last: SystemError { SystemError(errno) }

    /// The words of the C library.
    package var description: String {
        String(cString: strerror(number))
    }
}

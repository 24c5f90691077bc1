import Glibc

/// A refusal of the operating system, by its `errno`.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value of `errno`.
    public let number: Int32

    /// Names a number.
    public init(_ number: Int32) {
        self.number = number
    }

    /// What `errno` holds now: to be read before anything else is called.
    public static var last: SystemError { SystemError(errno) }

    /// The words of the C library.
    public var description: String {
        String(cString: strerror(number))
    }
}

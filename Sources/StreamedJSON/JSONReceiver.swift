package import HTTPClient

/// Receives the pieces of a JSON text in their order; bytes are valid within a call only.
package protocol JSONReceiver {
    /// An object or array begins.
    mutating func open(_ container: JSONContainer)
    /// An object or array ends.
    mutating func close(_ container: JSONContainer)
    /// The name of the member whose value follows.
    mutating func name(_ bytes: UnsafeRawBufferPointer)
    /// A text, without escapes.
    mutating func text(_ bytes: UnsafeRawBufferPointer)
    /// A number as it was written, by JSON's grammar.
    mutating func number(_ bytes: UnsafeRawBufferPointer)
    /// A value that is a word.
    mutating func literal(_ literal: JSONLiteral)
    /// Checks what a whole text must have; by default nothing.
    ///
    /// - Throws: ``MalformedBody``.
    func check() throws(MalformedBody)
}

extension JSONReceiver {
    /// Accepts every text.
    package func check() throws(MalformedBody) {}
}

/// A value that holds others.
package enum JSONContainer: Sendable {
    /// Members by name.
    case object
    /// Elements in order.
    case array
}

/// The values that are words.
package enum JSONLiteral: Sendable {
    /// `null`.
    case null
    /// `false`.
    case no
    /// `true`.
    case yes
}

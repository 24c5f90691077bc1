package import HTTPClient

/// A receiver of the tokens of a JSON text, in order; bytes are valid only during a call.
package protocol JSONReceiver {
    /// Receives the start of an object or array.
    mutating func open(_ container: JSONContainer)
    /// Receives the end of an object or array.
    mutating func close(_ container: JSONContainer)
    /// Receives the name of the member whose value follows.
    mutating func name(_ bytes: UnsafeRawBufferPointer)
    /// Receives a string, unescaped.
    mutating func text(_ bytes: UnsafeRawBufferPointer)
    /// Receives a number as written, in JSON's grammar.
    mutating func number(_ bytes: UnsafeRawBufferPointer)
    /// Receives `null`, `false` or `true`.
    mutating func literal(_ literal: JSONLiteral)
    /// Checks that a complete text has the required content; does nothing by default.
    ///
    /// - Throws: ``MalformedBody``.
    func check() throws(MalformedBody)
}

extension JSONReceiver {
    /// Accepts every text.
    package func check() throws(MalformedBody) {}
}

/// A value that contains others.
package enum JSONContainer: Sendable {
    /// A set of members with names.
    case object
    /// A list of elements.
    case array
}

/// The literal values.
package enum JSONLiteral: Sendable {
    /// `null`.
    case null
    /// `false`.
    case no
    /// `true`.
    case yes
}

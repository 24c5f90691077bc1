/// Receives the pieces of a JSON text in their order; bytes are valid within a call only.
protocol JSONReceiver {
    mutating func open(_ container: JSONContainer)
    mutating func close(_ container: JSONContainer)
    /// The name of the member whose value follows.
    mutating func name(_ bytes: UnsafeRawBufferPointer)
    /// A text, without escapes.
    mutating func text(_ bytes: UnsafeRawBufferPointer)
    /// A number as it was written, by JSON's grammar.
    mutating func number(_ bytes: UnsafeRawBufferPointer)
    mutating func literal(_ literal: JSONLiteral)
}

/// A value that holds others.
enum JSONContainer: Sendable {
    case object
    case array
}

/// The values that are words.
enum JSONLiteral: Sendable {
    case null
    case no
    case yes
}

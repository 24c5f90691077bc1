import HTTPClient

/// The position within a JSON text: the open containers, and what may come next.
struct JSONPosition {
    /// The maximum nesting of containers.
    static let depthMax = 63

    /// The kinds of tokens that may come next.
    private enum Expectation {
        case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd, nothing
    }

    /// The effect of a structural character.
    enum Mark {
        case open(JSONContainer)
        case close(JSONContainer)
        case separator
    }

    private var expectation = Expectation.value
    private var depth = 0
    /// One bit per open container: 1 for an object.
    private var objects: UInt64 = 0

    /// Whether the text is complete.
    var isAtEnd: Bool { expectation == .nothing }

    /// Advances by a structural character.
    ///
    /// - Throws: ``MalformedBody`` if it isn't allowed here.
    mutating func take(_ punctuation: UInt8) throws(MalformedBody) -> Mark {
        switch punctuation {
        case UInt8(ascii: "{"): return try open(.object)
        case UInt8(ascii: "["): return try open(.array)
        case UInt8(ascii: "}"): return try close(.object)
        case UInt8(ascii: "]"): return try close(.array)
        case UInt8(ascii: ",") where expectation == .commaOrEnd:
            expectation = isInObject ? .name : .value
        case UInt8(ascii: ":") where expectation == .colon: expectation = .value
        default: throw MalformedBody("not JSON")
        }
        return .separator
    }

    /// Advances by a string: a value, or a member's name.
    ///
    /// - Returns: Whether it is a name.
    /// - Throws: ``MalformedBody`` if neither is allowed here.
    @inline(__always)
    mutating func takeText() throws(MalformedBody) -> Bool {
        guard expectation == .name || expectation == .nameOrEnd else {
            try takeValue()
            return false
        }
        expectation = .colon
        return true
    }

    /// Advances by a value other than an object or array.
    ///
    /// - Throws: ``MalformedBody`` if a value isn't allowed here.
    @inline(__always)
    mutating func takeValue() throws(MalformedBody) {
        guard expectation == .value || expectation == .valueOrEnd else {
            throw MalformedBody("not JSON")
        }
        endValue()
    }

    private var isInObject: Bool { objects & 1 == 1 }

    private mutating func open(_ container: JSONContainer) throws(MalformedBody) -> Mark {
        guard expectation == .value || expectation == .valueOrEnd else {
            throw MalformedBody("not JSON")
        }
        guard depth < Self.depthMax else { throw MalformedBody("JSON that is nested too deeply") }
        depth += 1
        objects = objects << 1 | (container == .object ? 1 : 0)
        expectation = container == .object ? .nameOrEnd : .valueOrEnd
        return .open(container)
    }

    private mutating func close(_ container: JSONContainer) throws(MalformedBody) -> Mark {
        let isEmpty = expectation == (container == .object ? .nameOrEnd : .valueOrEnd)
        guard isEmpty || expectation == .commaOrEnd && isInObject == (container == .object) else {
            throw MalformedBody("not JSON")
        }
        depth -= 1
        objects >>= 1
        endValue()
        return .close(container)
    }

    private mutating func endValue() {
        expectation = depth == 0 ? .nothing : .commaOrEnd
    }
}

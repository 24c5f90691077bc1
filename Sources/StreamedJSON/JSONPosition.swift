import HTTPClient

/// Where within a JSON text a reader is: what is open, and what may come next.
struct JSONPosition {
    /// The deepest nesting of containers.
    static let depthMax = 63

    /// The kinds of characters that may come next.
    private enum Expectation {
        case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd, nothing
    }

    /// The effect of a character outside of texts, numbers and words.
    enum Mark {
        case open(JSONContainer)
        case close(JSONContainer)
        case separator
    }

    private var expectation = Expectation.value
    private var depth = 0
    /// A bit for each container: 1 for an object.
    private var objects: UInt64 = 0

    /// Whether the text is whole.
    var isAtEnd: Bool { expectation == .nothing }

    /// Takes a character outside of texts, numbers and words.
    ///
    /// - Throws: ``MalformedBody`` if it may not come here.
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

    /// Takes a text: a value, or the name of one.
    ///
    /// - Returns: Whether it is a name.
    /// - Throws: ``MalformedBody`` if neither may come here.
    @inline(__always)
    mutating func takeText() throws(MalformedBody) -> Bool {
        guard expectation == .name || expectation == .nameOrEnd else {
            try takeValue()
            return false
        }
        expectation = .colon
        return true
    }

    /// Takes a value that holds no others.
    ///
    /// - Throws: ``MalformedBody`` if none may come here.
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
        guard depth < Self.depthMax else { throw MalformedBody("JSON that is nested too deep") }
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

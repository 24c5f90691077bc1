import HTTPClient

/// Takes the numbers out of the list of teams.
struct TeamsReader: JSONReceiver {
    private(set) var teams: [Int] = []
    private var depth = 0
    private var isID = false

    /// Where the members of a team lie.
    private static let teamDepth = 3

    mutating func open(_ container: JSONContainer) { depth += 1 }
    mutating func close(_ container: JSONContainer) { depth -= 1 }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        isID = depth == Self.teamDepth && bytes.elementsEqual("id".utf8)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {}

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        guard isID, depth == Self.teamDepth else { return }
        if let team = Int(String(decoding: bytes, as: UTF8.self)) { teams.append(team) }
    }

    mutating func literal(_ literal: JSONLiteral) {}
}

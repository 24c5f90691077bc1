import HTTPClient
import StreamedJSON

/// A reader of the team numbers in the list of teams.
struct TeamsReader: JSONReceiver {
    private(set) var teams: [Int] = []
    private var depth = 0
    private var isTeams = false
    private var hasTeams = false
    private var isID = false

    // The depths of the list's name and of a team's members.
    private static let pageDepth = 1
    private static let teamDepth = 3

    mutating func open(_ container: JSONContainer) {
        if depth == Self.pageDepth, isTeams, container == .array { hasTeams = true }
        depth += 1
    }

    mutating func close(_ container: JSONContainer) { depth -= 1 }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        if depth == Self.pageDepth { isTeams = bytes.elementsEqual("teams".utf8) }
        isID = depth == Self.teamDepth && bytes.elementsEqual("id".utf8)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {}

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        guard isTeams, isID, depth == Self.teamDepth else { return }
        if let team = JSONNumber.integer(bytes) { teams.append(team) }
    }

    mutating func literal(_ literal: JSONLiteral) {}

    func check() throws(MalformedBody) {
        guard hasTeams else { throw MalformedBody("the list of teams is missing") }
    }
}

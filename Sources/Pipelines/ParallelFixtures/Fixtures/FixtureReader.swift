import StreamedJSON

/// Takes the needed fields out of a team's list as its bytes come; everything else is passed over.
struct FixtureReader: JSONReceiver {
    /// The fixtures that are whole and were not taken yet.
    private(set) var fixtures: [Fixture] = []
    /// Whether there was a list at all.
    private(set) var hasList = false
    private var fixture = Fixture()
    private var depth = 0
    /// The name of the last member at each depth that matters.
    private var names = [Name](repeating: .other, count: 5)

    /// Where the list, its fixtures and their parts lie.
    private static let listDepth = 2
    private static let fixtureDepth = 3
    private static let partDepth = 4

    /// The names that matter.
    private enum Name: String {
        case fixtures, id, kickoff, league, status, home, away, goals, name, other

        /// Whether it is a part of a fixture that has fields of its own.
        var isPart: Bool { self == .home || self == .away || self == .goals }
    }

    /// Hands over what is whole.
    mutating func take() -> [Fixture] {
        defer { fixtures.removeAll() }
        return fixtures
    }

    private var isInFixture: Bool {
        depth >= Self.fixtureDepth && names[1] == .fixtures
    }

    mutating func open(_ container: JSONContainer) {
        if depth == 1, container == .array, names[1] == .fixtures { hasList = true }
        depth += 1
        if depth == Self.fixtureDepth { fixture = Fixture() }
        if depth < names.count { names[depth] = .other }
    }

    mutating func close(_ container: JSONContainer) {
        if depth == Self.fixtureDepth, container == .object, isInFixture {
            fixtures.append(fixture)
        }
        depth -= 1
    }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        // Names of what is passed over are not even looked at.
        guard depth < names.count, depth < Self.partDepth || names[Self.fixtureDepth].isPart else {
            return
        }
        names[depth] = Name(rawValue: String(decoding: bytes, as: UTF8.self)) ?? .other
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        guard let field = textField else { return }
        fixture[keyPath: field] = String(decoding: bytes, as: UTF8.self)
    }

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        guard let field = numberField else { return }
        fixture[keyPath: field] = JSONNumber.integer(bytes)
    }

    mutating func literal(_ literal: JSONLiteral) {}

    private var textField: WritableKeyPath<Fixture, String?>? {
        guard isInFixture, depth <= Self.partDepth else { return nil }
        switch (depth, names[Self.fixtureDepth]) {
        case (Self.fixtureDepth, .kickoff): return \.kickoff
        case (Self.fixtureDepth, .league): return \.league
        case (Self.fixtureDepth, .status): return \.status
        case (Self.partDepth, .home): return names[Self.partDepth] == .name ? \.homeName : nil
        case (Self.partDepth, .away): return names[Self.partDepth] == .name ? \.awayName : nil
        default: return nil
        }
    }

    private var numberField: WritableKeyPath<Fixture, Int?>? {
        guard isInFixture, depth <= Self.partDepth else { return nil }
        switch (depth, names[Self.fixtureDepth], names[Self.partDepth]) {
        case (Self.fixtureDepth, .id, _): return \.id
        case (Self.partDepth, .home, .id): return \.homeID
        case (Self.partDepth, .away, .id): return \.awayID
        case (Self.partDepth, .goals, .home): return \.homeGoals
        case (Self.partDepth, .goals, .away): return \.awayGoals
        default: return nil
        }
    }
}

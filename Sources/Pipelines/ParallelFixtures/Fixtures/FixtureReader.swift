import StreamedJSON

/// A reader that takes the needed fields from a team's list as it arrives, and skips everything
/// else.
struct FixtureReader: JSONReceiver {
    /// The complete fixtures that weren't taken yet.
    private(set) var fixtures: [Fixture] = []
    /// Whether the body had a list of fixtures.
    private(set) var hasList = false
    private var fixture = Fixture()
    private var depth = 0
    /// The last member name at each depth that is read.
    private var names = [Name](repeating: .other, count: 5)

    // The depths of the list, its fixtures and their parts.
    private static let listDepth = 2
    private static let fixtureDepth = 3
    private static let partDepth = 4

    /// The member names that are read.
    private enum Name: String {
        case fixtures, id, kickoff, league, status, home, away, goals, name, other

        /// Whether the member is a part of a fixture with fields of its own.
        var isPart: Bool { self == .home || self == .away || self == .goals }
    }

    /// Removes and returns the complete fixtures.
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
        // Names in skipped values aren't even compared.
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

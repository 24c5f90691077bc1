import StreamedJSON

/// A fixture as a strategy keeps it: with everything the source gave, or only what is needed.
enum KeptFixture: Sendable {
    case whole(JSONTree)
    case projected(Fixture)

    /// The fields that are needed.
    var fields: Fixture {
        switch self {
        case .whole(let tree): Fixture(tree)
        case .projected(let fixture): fixture
        }
    }
}

/// A fixture in a team's list.
struct ListedFixture: Sendable {
    let team: Int
    /// Its place in the list, from 1.
    let place: Int
    let fixture: KeptFixture
    /// The reason why it is invalid; nil if it is valid, or was not looked at yet.
    var problem: String?

    /// The same, looked at.
    var validated: ListedFixture {
        var copy = self
        copy.problem = fixture.fields.problem
        return copy
    }
}

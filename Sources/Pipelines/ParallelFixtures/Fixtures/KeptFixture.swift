import StreamedJSON

/// A fixture as a strategy keeps it: with all of the source's fields, or only the needed ones.
enum KeptFixture: Sendable {
    case whole(JSONTree)
    case projected(Fixture)

    /// The needed fields.
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
    /// The position in the list, from 1.
    let place: Int
    let fixture: KeptFixture
    /// The reason that the fixture is invalid; `nil` if it is valid or not validated yet.
    var problem: String?

    /// The fixture after validation.
    var validated: ListedFixture {
        var copy = self
        copy.problem = fixture.fields.problem
        return copy
    }
}

import HTTPClient
import PipelineKit
import StreamedJSON

/// A part of a team's list: what is valid, and what is not.
struct TeamPart: Sendable {
    let team: Int
    var fixtures: [Fixture] = []
    var problems: [Problem] = []
    /// Whether the team's list is whole with it.
    var isLast = false
    var byteCount = 0

    /// An invalid fixture, by its place in the list, from 1.
    struct Problem: Sendable {
        let place: Int
        let reason: String
    }

    /// About what a problem holds, in bytes.
    static let problemByteCount = 64
}

/// A team's list that is handed on while it comes, a bounded number of bytes at a time.
final class StreamedBody: BodyReceiver {
    private let channel: AsyncByteChannel<TeamPart>
    private let partByteCountMax: Int
    private var reader = FixtureReader()
    private var tokenizer = JSONTokenizer()
    private var part: TeamPart
    private var place = 0
    /// Up to where problems were handed on, by this attempt or one before.
    private var handedPlace = 0

    init(team: Int, channel: AsyncByteChannel<TeamPart>, partByteCountMax: Int) {
        self.channel = channel
        self.partByteCountMax = partByteCountMax
        part = TeamPart(team: team)
    }

    func begin() {
        reader = FixtureReader()
        tokenizer = JSONTokenizer()
        part = TeamPart(team: part.team)
        place = 0
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws {
        try tokenizer.feed(bytes, to: &reader)
        for fixture in reader.take() { add(fixture) }
    }

    /// Fixtures may be handed on twice, by two attempts: they are stored once.
    func handOn() async throws {
        guard part.byteCount >= partByteCountMax else { return }
        try await send()
    }

    func finish() throws {
        try tokenizer.finish(&reader)
        guard reader.hasList else { throw MalformedBody("a list of fixtures is missing") }
        part.isLast = true
    }

    /// Hands on what is left of a whole list.
    func end() async throws {
        try await send()
    }

    private func add(_ fixture: Fixture) {
        place += 1
        if let problem = fixture.problem {
            guard place > handedPlace else { return }
            part.problems.append(.init(place: place, reason: problem))
            part.byteCount += TeamPart.problemByteCount
        } else {
            part.fixtures.append(fixture)
            part.byteCount += fixture.byteCount
        }
    }

    private func send() async throws {
        guard await channel.send(part, byteCount: part.byteCount) else {
            throw ReceiverGone()
        }
        handedPlace = max(handedPlace, place)
        part = TeamPart(team: part.team)
    }
}

/// Nobody takes fixtures any more: the reason is with who stopped.
struct ReceiverGone: Error {}

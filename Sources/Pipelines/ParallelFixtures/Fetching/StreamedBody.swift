import HTTPClient
import PipelineKit
import StreamedJSON

/// A part of a team's list, with its valid and invalid fixtures.
struct TeamPart: Sendable {
    let team: Int
    var fixtures: [Fixture] = []
    var problems: [Problem] = []
    /// Whether the part completes the team's list.
    var isLast = false
    var byteCount = 0

    /// An invalid fixture, with its position in the list, from 1.
    struct Problem: Sendable {
        let place: Int
        let reason: String
    }

    /// The approximate memory of a problem, in bytes.
    static let problemByteCount = 64
}

/// A team's list that is passed on while it arrives, a limited number of bytes at a time.
final class StreamedBody: BodyReceiver {
    private let channel: AsyncByteChannel<TeamPart>
    private let partByteCountMax: Int
    private var reader = FixtureReader()
    private var tokenizer = JSONTokenizer()
    private var part: TeamPart
    private var place = 0
    /// The position up to which problems were passed on, in this or an earlier attempt.
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

    /// Passes on a full part; two attempts may pass on the same fixtures, which are stored once.
    func handOn() async throws {
        guard part.byteCount >= partByteCountMax else { return }
        try await send()
    }

    func finish() throws {
        try tokenizer.finish(&reader)
        guard reader.hasList else { throw MalformedBody("the list of fixtures is missing") }
        part.isLast = true
    }

    /// Passes on the rest of a complete list.
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

/// An error for fixtures that are no longer wanted; the receiver reports why.
struct ReceiverGone: Error {}

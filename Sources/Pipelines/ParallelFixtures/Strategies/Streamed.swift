import HTTPClient
import PipelineKit
import Synchronization

/// A strategy that parses each response as it arrives and limits the bytes waiting for the writer.
///
/// Its memory is constant for any number of teams and any size of lists.
struct Streamed: FixtureStrategy {
    let name = "streamed"
    let about = "eight requests parsed as they arrive, with a limit on bytes waiting to be written"
    let nominalUnitsPerSecond: Double? = 500

    let cacheByteCount: Int? = 512 << 10

    /// The number of teams fetched at a time: one per connection of the client.
    var requestCount = 8
    /// The maximum bytes of fixtures between the requests and the writer.
    var windowByteCountMax = 256 << 10
    /// The bytes from which fixtures are passed on; the rest of a list always is.
    var partByteCountMax = 16 << 10

    func fetch(
        _ source: FixtureSource, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int> {
        context.progress.phase("fetch")
        let teams = TeamQueue(try await source.teams())
        let channel = AsyncByteChannel<TeamPart>(
            byteCountMax: windowByteCountMax, senderCount: requestCount)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<requestCount {
                group.addTask { try await fetch(teams, from: source, to: channel) }
            }
            do {
                let ids = try await write(channel, context: context, into: store)
                try await group.waitForAll()
                return ids
            } catch {
                await channel.cancel()
                throw error
            }
        }
    }

    private func fetch(
        _ teams: TeamQueue, from source: FixtureSource, to channel: AsyncByteChannel<TeamPart>
    ) async throws {
        do {
            while let team = teams.next() {
                let body = StreamedBody(
                    team: team, channel: channel, partByteCountMax: partByteCountMax)
                try await source.fetcher.fetch(FixtureSource.path(of: team), into: body)
                try await body.end()
            }
            await channel.finish()
        } catch is ReceiverGone {
            return
        } catch {
            await channel.cancel()
            throw error
        }
    }

    private func write(
        _ channel: AsyncByteChannel<TeamPart>, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int> {
        var ids: Set<Int> = []
        while case let parts = await channel.receiveAll(), !parts.isEmpty {
            try store.write(parts.lazy.flatMap(\.fixtures))
            for part in parts {
                ids.formUnion(part.fixtures.lazy.compactMap(\.id))
                for problem in part.problems {
                    try store.reject(problem.place, ofTeam: part.team, reason: problem.reason)
                }
                if part.isLast { context.progress.advance() }
            }
        }
        return ids
    }
}

/// The teams that are still to be fetched.
private final class TeamQueue: Sendable {
    private let rest: Mutex<ArraySlice<Int>>

    init(_ teams: [Int]) {
        rest = Mutex(teams[...])
    }

    func next() -> Int? {
        rest.withLock { $0.popFirst() }
    }
}

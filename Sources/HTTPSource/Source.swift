import Synchronization

/// The source without a server: the answers to its requests.
///
/// ```swift
/// let source = Source(SourceSettings())
/// let answer = source.answer(path: "/64/teams", now: 0)
/// ```
///
/// An answer depends on the settings, the request, and its number of successive failures, so that
/// every trial meets the same hazards; if the list changes, also on the number of pages served
/// before. May be used from any thread.
package final class Source: Sendable {
    /// The settings of the source's behaviour.
    package let settings: SourceSettings
    private let state = Mutex(State())

    /// The maximum number of failed requests to remember; then all counts restart, to limit memory.
    private static let failedRequestsMax = 1 << 20

    private struct State {
        /// The number of failures of each request since it last succeeded, if any.
        var failures: [SourceRequest: Int] = [:]
        var servedPageCount = 0
    }

    /// Creates a source that has served no request yet.
    package init(_ settings: SourceSettings) {
        self.settings = settings
    }

    /// Returns the current list of opportunities.
    package func opportunities(count: Int) -> OpportunityList {
        let served = state.withLock { $0.servedPageCount }
        let changeCount = served / settings.shiftInterval
        let grows = settings.hazards.contains(.shiftingPages)
        let replaces = settings.hazards.contains(.replacedRecords)
        let replacedCount = !replaces ? 0 : grows ? changeCount / 2 : changeCount
        return OpportunityList(
            seed: settings.seed, initialCount: count,
            grownCount: grows ? changeCount - replacedCount : 0, replacedCount: replacedCount)
    }

    /// Returns teams and their fixtures.
    package func fixtures(teamCount: Int) -> TeamFixtures {
        TeamFixtures(
            seed: settings.seed, teamCount: teamCount, fixtureCount: settings.fixtureCount)
    }

    /// Returns the answer to a path with its query; 404 for an unknown one.
    ///
    /// - Parameter now: The current time in seconds since 1970, for dates in headers.
    package func answer(path: String, now: Int) -> SourceAnswer {
        guard let request = SourceRequest(path: path) else { return .failure(404) }
        var (random, delay, hazard) = state.withLock { draw(request, state: &$0) }
        var answer = SourceAnswer()
        answer.body = body(of: request)
        if let hazard {
            answer = hazard.spoil(answer, now: now, random: &random)
        } else {
            notePage(request)
        }
        answer.delayMilliseconds = delay
        return answer
    }

    /// Draws the hazard of a request; returns it with the random numbers for its details.
    private func draw(
        _ request: SourceRequest, state: inout State
    ) -> (random: KeyedRandom, delayMilliseconds: Int, hazard: Hazard?) {
        let failureCount = state.failures[request, default: 0]
        var random = KeyedRandom(
            seed: settings.seed, keys: 5, request.key, UInt64(failureCount))
        let delay = latency(&random)
        let hazard = hazard(failureCount: failureCount, random: &random)
        if hazard?.isFailure == true {
            if state.failures.count >= Self.failedRequestsMax { state.failures = [:] }
            state.failures[request] = failureCount + 1
        } else {
            state.failures[request] = nil
        }
        return (random, delay, hazard)
    }

    private func latency(_ random: inout KeyedRandom) -> Int {
        let mean = settings.latencyMilliseconds
        return mean / 2 + random.next(below: mean + 1)
    }

    private func hazard(failureCount: Int, random: inout KeyedRandom) -> Hazard? {
        let hazards = settings.requestHazards
        guard failureCount < settings.hazardRunMax, !hazards.isEmpty,
            random.next(below: 1000) < settings.hazardPerMille
        else { return nil }
        return random.choice(of: hazards)
    }

    private func body(of request: SourceRequest) -> [UInt8] {
        switch request {
        case .teams(let count): fixtures(teamCount: count).teamsJSON()
        case .fixtures(let team, let teamCount):
            fixtures(teamCount: teamCount).fixturesJSON(team: team)
        case .page(let page): body(of: page)
        }
    }

    private func body(of page: SourceRequest.Page) -> [UInt8] {
        let list = opportunities(count: page.listCount)
        let end = settings.hazards.contains(.cappedPages) ? list.count / 2 : list.count
        let start = min(place(of: page.start, in: list), end)
        let places = start..<min(start + page.limit, end)
        var shape = OpportunityList.PageShape()
        shape.hasVersion = !settings.hazards.contains(.missingVersion)
        shape.hasAllIDs = !settings.hazards.contains(.missingIDs)
        if page.isByCursor {
            shape.next =
                places.upperBound < end ? .after(list.number(at: places.upperBound - 1)) : .end
        }
        return list.pageJSON(places, shape: shape)
    }

    private func place(of start: SourceRequest.Page.Start, in list: OpportunityList) -> Int {
        switch start {
        case .offset(let place): place
        case .cursor(nil): 0
        case .cursor(let number?):
            settings.hazards.contains(.ignoredCursor) ? 0 : list.place(after: number)
        }
    }

    private func notePage(_ request: SourceRequest) {
        guard case .page = request else { return }
        state.withLock { $0.servedPageCount += 1 }
    }
}

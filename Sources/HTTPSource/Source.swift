import Synchronization

/// The source without its server: what each request is answered with.
///
/// The answer depends on the settings, the request, and how often it was made before; with shifting
/// pages also on how many pages were served before. May be used from any thread.
package final class Source: Sendable {
    /// Its behaviour.
    package let settings: SourceSettings
    private let state = Mutex(State())

    /// So many requests are told apart; then their counts begin anew, so that memory is bounded.
    private static let countedRequestsMax = 1 << 20

    private struct State {
        var attempts: [SourceRequest: Int] = [:]
        var servedPageCount = 0
    }

    /// Creates a source that no request has reached yet.
    package init(_ settings: SourceSettings) {
        self.settings = settings
    }

    /// The list of opportunities as it is now.
    package func opportunities(count: Int) -> OpportunityList {
        let served = state.withLock { $0.servedPageCount }
        let shifts = settings.hazards.contains(.shiftingPages)
        return OpportunityList(
            seed: settings.seed, initialCount: count,
            version: shifts ? served / settings.shiftInterval : 0)
    }

    /// Teams and their fixtures.
    package func fixtures(teamCount: Int) -> TeamFixtures {
        TeamFixtures(
            seed: settings.seed, teamCount: teamCount, fixtureCount: settings.fixtureCount)
    }

    /// Answers a path with its query; 404 for one that it doesn't know.
    ///
    /// - Parameter now: Seconds since 1970, for dates in headers.
    package func answer(path: String, now: Int) -> SourceAnswer {
        guard let request = SourceRequest(path: path) else { return .failure(404) }
        let attempt = state.withLock { state in
            if state.attempts.count >= Self.countedRequestsMax { state.attempts = [:] }
            let attempt = state.attempts[request, default: 0]
            state.attempts[request] = attempt + 1
            return attempt
        }
        return answer(request, attempt: attempt, now: now)
    }

    private func answer(_ request: SourceRequest, attempt: Int, now: Int) -> SourceAnswer {
        var random = KeyedRandom(
            seed: settings.seed, keys: 5, request.key, UInt64(attempt))
        let delay = latency(&random)
        var answer = SourceAnswer()
        if let hazard = hazard(attempt: attempt, random: &random) {
            answer.body = body(of: request)
            answer = hazard.spoil(answer, now: now, random: &random)
        } else {
            answer.body = body(of: request)
            notePage(request)
        }
        answer.delayMilliseconds = delay
        return answer
    }

    private func latency(_ random: inout KeyedRandom) -> Int {
        let mean = settings.latencyMilliseconds
        return mean / 2 + random.next(below: mean + 1)
    }

    private func hazard(attempt: Int, random: inout KeyedRandom) -> Hazard? {
        let hazards = settings.requestHazards
        guard attempt < settings.hazardRunMax, !hazards.isEmpty,
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
        let isIgnored = page.isByCursor && settings.hazards.contains(.ignoredCursor)
        let end = settings.hazards.contains(.cappedPages) ? list.count / 2 : list.count
        let start = min(isIgnored ? 0 : page.start, end)
        let places = start..<min(start + page.limit, end)
        guard page.isByCursor else { return list.pageJSON(places, next: nil) }
        return list.pageJSON(
            places, next: places.upperBound < end ? .place(places.upperBound) : .end)
    }

    private func notePage(_ request: SourceRequest) {
        guard case .page = request else { return }
        state.withLock { $0.servedPageCount += 1 }
    }
}

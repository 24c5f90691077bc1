extension TeamFixtures {
    /// The minimum size of a fixture's JSON, in bytes; the maximum is twice as large.
    package static let fixtureByteCountMin = 5 << 10

    /// Returns `{"teams":[{"id":1,"name":"…"},…]}`.
    package func teamsJSON() -> [UInt8] {
        var json = JSONWriter(reservingByteCount: 64 * teamCount + 64)
        json.open("{")
        json.name("teams")
        json.open("[")
        for team in stride(from: 1, through: teamCount, by: 1) {
            json.open("{")
            json.member("id", number: team)
            json.member("name", text: teamName(team))
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.bytes
    }

    /// Returns `{"team":7,"fixtures":[{…},…]}`, with 5 to 10 KB per fixture.
    package func fixturesJSON(team: Int) -> [UInt8] {
        var json = JSONWriter(reservingByteCount: fixtureCount * 2 * Self.fixtureByteCountMin)
        json.open("{")
        json.member("team", number: team)
        json.name("fixtures")
        json.open("[")
        for index in 0..<fixtureCount {
            append(fixture(team: team, index: index), to: &json)
        }
        json.close("]")
        json.close("}")
        return json.bytes
    }

    private func append(_ fixture: FixtureRecord, to json: inout JSONWriter) {
        var random = KeyedRandom(seed: seed, keys: 3, UInt64(fixture.id))
        let end =
            json.byteCount + Self.fixtureByteCountMin
            + random.next(below: Self.fixtureByteCountMin - 256)
        let defect = fixture.defect
        json.open("{")
        json.member("id", number: fixture.id)
        if defect != .missingKickoff { json.member("kickoff", text: fixture.kickoff) }
        json.member("league", text: fixture.league)
        json.member("status", text: defect == .unknownStatus ? "??" : fixture.status)
        json.name("home")
        append(team: fixture.homeID, name: fixture.homeName, to: &json)
        json.name("away")
        let awayID = defect == .sameTeams ? fixture.homeID : fixture.awayID
        append(team: awayID, name: fixture.awayName, to: &json)
        json.name("goals")
        append(
            homeGoals: defect == .negativeGoals ? -1 : fixture.homeGoals,
            awayGoals: fixture.awayGoals, to: &json)
        appendBallast(upTo: end, random: &random, to: &json)
        json.close("}")
    }

    private func append(team: Int, name: String, to json: inout JSONWriter) {
        json.open("{")
        json.member("id", number: team)
        json.member("name", text: name)
        json.close("}")
    }

    private func append(homeGoals: Int?, awayGoals: Int?, to json: inout JSONWriter) {
        json.open("{")
        json.name("home")
        append(goals: homeGoals, to: &json)
        json.name("away")
        append(goals: awayGoals, to: &json)
        json.close("}")
    }

    private func append(goals: Int?, to json: inout JSONWriter) {
        if let goals { json.value(goals) } else { json.null() }
    }

    /// Appends events of the match until the fixture has its size.
    private func appendBallast(
        upTo end: Int, random: inout KeyedRandom, to json: inout JSONWriter
    ) {
        json.name("events")
        json.open("[")
        while json.byteCount < end { json.raw(random.choice(of: FixtureEvents.all)) }
        json.close("]")
    }
}

/// Events of matches as JSON, prepared once, because they are most of what the source sends.
private enum FixtureEvents {
    private static let count = 64

    static let all: [[UInt8]] = (0..<count).map { number in
        var random = KeyedRandom(seed: 0, keys: 6, UInt64(number))
        var json = JSONWriter(reservingByteCount: 256)
        json.open("{")
        json.member("minute", number: random.next(below: 95))
        json.member("type", text: random.choice(of: FixtureWords.events))
        json.member("player", text: random.choice(of: FixtureWords.people))
        json.member("assist", text: random.choice(of: FixtureWords.people))
        json.member("remark", text: random.choice(of: FixtureWords.remarks))
        json.close("}")
        return json.bytes
    }
}

import Testing

@testable import HTTPSource

@Suite("The source's command line and paths")
struct SettingsTests {
    @Test("The help names every option with its default, and every hazard")
    func usage() {
        let usage = SourceSettings.usage
        for option in SourceSettings().arguments where option.hasPrefix("--") {
            #expect(usage.contains("[\(option) "), "\(option)")
        }
        #expect(usage.contains("[--shift-interval 3]"))
        for hazard in Hazard.allCases { #expect(usage.contains(hazard.rawValue)) }
    }

    @Test("Settings survive conversion to a command line and back")
    func roundTrip() throws {
        var settings = SourceSettings()
        settings.seed = .max
        settings.latencyMilliseconds = 7
        settings.fixtureCount = 3
        settings.hazards = [.slowDrip, .emptyBody]
        settings.hazardPerMille = 100
        settings.hazardRunMax = 2
        settings.shiftInterval = 9
        #expect(try SourceSettings(arguments: settings.arguments) == settings)
        #expect(try SourceSettings(arguments: []) == SourceSettings())
    }

    @Test(
        "Invalid command lines are reported",
        arguments: [
            (["--seed", "-1"], "--seed is '-1', not a whole number of at least 0"),
            (["--fixtures", "0"], "--fixtures is '0', not a whole number from 1 to 1000"),
            (["--speed", "1"], "unknown option '--speed'"),
            (["--seed"], "every option needs a value: --NAME VALUE"),
        ])
    func mistakes(arguments: [String], message: String) {
        #expect(throws: SourceArgumentError(description: message)) {
            try SourceSettings(arguments: arguments)
        }
    }

    @Test(
        "Unknown paths are answered with 404",
        arguments: [
            "", "/", "/8", "/teams", "/-1/teams", "/8/teams/0/fixtures", "/8/teams/9/fixtures",
            "/8/teams/1", "/8/teams/1/players", "/1000001/teams", "/8/teams/x/fixtures",
        ])
    func unknown(path: String) {
        #expect(Source(SourceSettings()).answer(path: path, now: 0) == .failure(404))
    }

    @Test("A source without teams has an empty list")
    func empty() {
        let answer = Source(SourceSettings()).answer(path: "/0/teams", now: 0)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"teams":[]}"#)
    }
}

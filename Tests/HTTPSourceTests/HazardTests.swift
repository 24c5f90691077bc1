import Foundation
import Testing

@testable import HTTPSource

@Suite("Hazards of the source")
struct HazardTests {
    private static let now = 784_111_777
    private static let path = "/8/teams/3/fixtures"

    private func source(_ hazard: Hazard, perMille: Int = 1000, runMax: Int = 3) -> Source {
        var settings = SourceSettings()
        settings.hazards = [hazard]
        settings.hazardPerMille = perMille
        settings.hazardRunMax = runMax
        return Source(settings)
    }

    private func answer(_ hazard: Hazard) -> SourceAnswer {
        source(hazard).answer(path: Self.path, now: Self.now)
    }

    @Test(
        "Retry-After has every form",
        arguments: [
            (Hazard.retryAfterDate, "Sun, 06 Nov 1994 08:49:40 GMT"),
            (.retryAfterPast, "Sun, 06 Nov 1994 07:49:37 GMT"), (.retryAfterNegative, "-5"),
            (.retryAfterGarbage, "soon"), (.retryAfterZero, "0"),
            (.retryAfterHuge, "99999999999999999999"),
        ])
    func retryAfter(hazard: Hazard, value: String) {
        let answer = answer(hazard)
        #expect(answer.status == 429 && answer.body.isEmpty)
        #expect(answer.headers == [.init(name: "retry-after", value: value)])
    }

    @Test("Retry-After in seconds is a few seconds")
    func seconds() {
        let value = answer(.retryAfterSeconds).headers.first?.value
        #expect(["1", "2", "3"].contains(value))
    }

    @Test("Bodies are cut, damaged, empty or slow, and statuses are those of server errors")
    func bodies() throws {
        let good = Source(SourceSettings()).answer(path: Self.path, now: Self.now).body
        let cut = answer(.truncatedBody)
        #expect(cut.body == good)
        #expect(try #require(cut.cutByteCount) < good.count)
        let malformed = answer(.malformedBody)
        #expect(malformed.body.count == good.count && malformed.body != good)
        #expect(throws: (any Error).self) {
            try JSONSerialization.jsonObject(with: Data(malformed.body))
        }
        let empty = answer(.emptyBody)
        #expect(empty.status == 200 && empty.body == [])
        let slow = answer(.slowDrip)
        #expect(slow.body == good && slow.drip != nil)
        #expect([500, 502, 503, 504].contains(answer(.serverError).status))
    }

    @Test("A hazard affects a request a limited number of times in a row", arguments: [0, 1, 3])
    func runs(runMax: Int) {
        let source = source(.serverError, runMax: runMax)
        let count = 3 * (runMax + 1)
        let statuses = (0..<count).map { _ in source.answer(path: Self.path, now: Self.now).status }
        for (index, status) in statuses.enumerated() {
            #expect((status == 200) == (index % (runMax + 1) == runMax))
        }
    }

    @Test("The same settings give the same answers, in any order of requests")
    func determinism() {
        var settings = SourceSettings()
        settings.hazards = Set(Hazard.allCases.filter { !$0.isOfPages })
        settings.hazardPerMille = 500
        settings.latencyMilliseconds = 20
        let paths = (1...50).map { "/50/teams/\($0)/fixtures" }
        let first = Source(settings)
        let second = Source(settings)
        let forwards = paths.map { first.answer(path: $0, now: 0) }
        let backwards = paths.reversed().map { second.answer(path: $0, now: 0) }
        #expect(forwards == backwards.reversed())
        #expect((10...40).contains(forwards.count { $0.status != 200 }))
        #expect(forwards.allSatisfy { (10...30).contains($0.delayMilliseconds) })
        #expect(Set(forwards.map(\.delayMilliseconds)).count > 5)
    }

    @Test("A request that succeeded meets the same hazards again: every trial sees the same source")
    func trials() {
        var settings = SourceSettings()
        settings.hazards = Set(Hazard.allCases.filter { !$0.isOfPages })
        settings.hazardPerMille = 300
        let source = Source(settings)
        /// Returns the statuses and delays of all requests until each has succeeded.
        func trial() -> [[Int]] {
            (1...40).map { team in
                var seen: [Int] = []
                while true {
                    let answer = source.answer(path: "/40/teams/\(team)/fixtures", now: 0)
                    seen += [answer.status, answer.delayMilliseconds]
                    let isWhole = answer.cutByteCount == nil && answer.body.last == 125
                    if answer.status == 200 && isWhole { return seen }
                }
            }
        }
        let first = trial()
        #expect(trial() == first && trial() == first)
        #expect(first.contains { $0.count > 2 })
    }

    @Test("Dates equal those of the C library", arguments: [0, 951_782_400, 1_078_012_799, 4e9])
    func dates(seconds: Double) {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let expected = formatter.string(from: Date(timeIntervalSince1970: seconds))
        #expect(HTTPDate.text(of: Int(seconds)) == expected)
    }
}

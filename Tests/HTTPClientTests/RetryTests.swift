import Testing

@testable import HTTPClient

@Suite("Retry-After and the time between attempts")
struct RetryTests {
    /// 1994-11-06 08:49:37 GMT.
    private static let now = 784_111_777

    @Test(
        "Seconds and the three date formats are parsed",
        arguments: [
            ("120", 120), (" 5 ", 5), ("0", 0), ("99999999999999999999", Int.max),
            ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
            ("Sun Nov  6 08:49:47 1994", 10), ("Sun, 06 Nov 1994 07:00:00 GMT", 0),
            ("Tue, 29 Feb 2028 00:00:00 GMT", 1_835_395_200 - 784_111_777),
        ])
    func readable(value: String, seconds: Int) {
        #expect(RetryAfter.seconds(in: value, now: Self.now) == seconds)
    }

    @Test(
        "Any other Retry-After is ignored",
        arguments: [
            "", " ", "-5", "+5", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        ])
    func unreadable(value: String) {
        #expect(RetryAfter.seconds(in: value, now: Self.now) == nil)
    }

    private func wait(
        _ policy: RetryPolicy = RetryPolicy(), attempt: Int, retryAfter: String? = nil,
        draw: (Int) -> Int = { $0 - 1 }
    ) -> Duration? {
        policy.wait(attempt: attempt, retryAfter: retryAfter, now: Self.now, random: draw)
    }

    @Test("The limit of a wait doubles with every attempt up to the maximum")
    func doubling() {
        #expect(wait(attempt: 1) == .milliseconds(99))
        #expect(wait(attempt: 2) == .milliseconds(199))
        #expect(wait(attempt: 7) == .milliseconds(6399))
        #expect(wait(attempt: 8) == .milliseconds(9999))
        #expect(wait(attempt: 1000) == .milliseconds(9999))
        #expect(wait(attempt: 3, draw: { _ in 0 }) == .zero)
    }

    @Test("No retry is before Retry-After, and no wait is endless")
    func asked() {
        #expect(wait(attempt: 1, retryAfter: "3", draw: { _ in 0 }) == .seconds(3))
        #expect(wait(attempt: 1, retryAfter: "3") == .milliseconds(3099))
        #expect(wait(attempt: 1, retryAfter: "soon") == .milliseconds(99))
        #expect(wait(attempt: 1, retryAfter: "60", draw: { _ in 0 }) == .seconds(60))
        #expect(wait(attempt: 1, retryAfter: "61") == nil)
        #expect(wait(attempt: 1, retryAfter: "99999999999999999999") == nil)
    }
}

@Suite("The base URL of a source")
struct HTTPBaseTests {
    @Test("A numeric address with a port and a path is accepted")
    func good() throws {
        let base = try #require(HTTPBase("http://127.0.0.1:8080/64/"))
        #expect(base.address == "127.0.0.1" && base.port == 8080 && base.pathPrefix == "/64")
        #expect(HTTPBase("http://127.0.0.1:1")?.pathPrefix == "")
    }

    @Test(
        "Any other base URL is refused",
        arguments: [
            "", "127.0.0.1:80/64", "https://127.0.0.1:80", "http://localhost:80",
            "http://127.0.0.1",
            "http://127.0.0.1:0", "http://127.0.0.1:65536", "http://:80", "http://[::1]:80",
        ])
    func bad(text: String) {
        #expect(HTTPBase(text) == nil)
    }
}

import Testing

@testable import HTTPServing

@Suite("The time that a client has for a body")
struct BodyPaceTests {
    private static let second: Int64 = 1_000_000_000

    @Test("Silence ends at the allowance")
    func silence() {
        var pace = BodyPace(allowanceMilliseconds: 10_000, bytesPerSecondMin: 1000)
        #expect(pace.deadline == nil)
        pace.ask(at: 5 * Self.second)
        #expect(pace.deadline == 15 * Self.second)
        pace.ask(at: 7 * Self.second)
        #expect(pace.deadline == 15 * Self.second)
    }

    @Test("Bytes add time, up to the allowance; waiting reduces it")
    func earning() {
        var pace = BodyPace(allowanceMilliseconds: 10_000, bytesPerSecondMin: 1000)
        pace.ask(at: 0)
        pace.receive(2000, at: 6 * Self.second)
        pace.ask(at: 6 * Self.second)
        // 10 − 6 + 2 seconds are left.
        #expect(pace.deadline == 12 * Self.second)
        pace.receive(1 << 40, at: 7 * Self.second)
        pace.ask(at: 7 * Self.second)
        #expect(pace.deadline == 17 * Self.second)
        pace.receive(.max, at: 8 * Self.second)
        pace.ask(at: 8 * Self.second)
        #expect(pace.deadline == 18 * Self.second)
    }

    @Test("Time in which the server doesn't read is not counted")
    func ownTime() {
        var pace = BodyPace(allowanceMilliseconds: 10_000, bytesPerSecondMin: 1000)
        pace.ask(at: 0)
        pace.receive(1000, at: 0)
        #expect(pace.deadline == nil)
        pace.ask(at: 3600 * Self.second)
        #expect(pace.deadline == 3610 * Self.second)
    }

    @Test("A drip of a byte per second uses up the allowance")
    func drip() {
        var pace = BodyPace(allowanceMilliseconds: 10_000, bytesPerSecondMin: 1000)
        var time: Int64 = 0
        while true {
            pace.ask(at: time)
            guard let deadline = pace.deadline, deadline > time + Self.second else { break }
            time += Self.second
            pace.receive(1, at: time)
        }
        #expect((9...11).contains(time / Self.second))
    }
}

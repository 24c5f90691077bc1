import Harness
import MemoryBudget
import Reports
import RunStore
import Synchronization
import TestSupport
import Testing

@testable import Bench

@Suite("Raised limits")
struct SizeRaiseTests: SizingSuite {
    @Test("A failed trial raises the limit, and all trials are repeated under the new one")
    func raised() async throws {
        let search = try await search(job(law: Self.needing(times: 1.25)))
        let record = search.record
        let runs = try #require(record.verification)
        #expect(runs.raiseCount >= 1 && runs.failureCount == 0 && runs.runCount == 10)
        #expect(search.status == .success && record.isResolved)
        #expect(Double(record.limitBytes ?? 0) >= 1.25 * Self.need(at: 10_000))
        #expect(runs.limitBytes == record.limitBytes)
    }

    @Test("A raise reaches at least the next value that the engine accepts")
    func smallRaise() async throws {
        // 2.4 MiB at any size, for which the limit is 3 MiB; during verification, 5.5 MiB.
        let search = try await search(
            job(law: Self.needing(times: 5.5 / 2.4) { _ in 2.4 * 0x1p20 }))
        #expect(search.record.verification?.raiseCount == 3)
        #expect(search.record.limitBytes == 6 << 20)
    }

    @Test("If raising doesn't help, the search is inconclusive, and no limit is called verified")
    func notKept() async throws {
        let search = try await search(job(law: Self.needing(times: 3)))
        #expect(search.status == .inconclusive && !search.record.isResolved)
        #expect(search.record.verification?.failureCount == 1)
        #expect(search.record.stoppedBecause?.contains("1 of 1 runs did not complete") == true)
    }

    @Test("A limit that is too slow is raised until it isn't")
    func slowdown() async throws {
        let place = try job { planned in
            let bytes = Int(Self.need(at: planned.cell.scale.units))
            return FakeTrial(bytes: bytes, slowBelow: 2 * bytes)
        }
        let slow = try await search(place)
        #expect(slow.record.verification?.isSpeedSignificant == true)
        #expect(abs((slow.record.verification?.speedShare?.estimate ?? 0) - 1.0 / 3) < 0.01)
        let raised = try await search(place) { $0.slowdownShare = 0.1 }
        #expect(Double(raised.record.limitBytes ?? 0) >= 2 * Self.need(at: 10_000))
        #expect((raised.record.verification?.slowRaiseCount ?? 0) >= 2)
        #expect(raised.record.verification?.speedShare?.estimate == 1)
    }
}

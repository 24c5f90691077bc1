import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Worth of changes")
struct WorthTests {
    private static func mebibytes(_ interval: Interval?) -> [Double]? {
        interval.map { [$0.low, $0.estimate, $0.high].map { ($0 / 1_048_576).rounded() } }
    }

    private static func rounded(_ interval: Interval?) -> [Double]? {
        interval.map {
            [$0.low, $0.estimate, $0.high].map { ($0 * 1000).rounded() / 1000 }
        }
    }

    @Test(
        "Savings are relative to the base's net, from the worst quotient to the best"
    )
    func saved() throws {
        var columns = WorthColumns(["1"])
        columns.add(nil, net: [90, 100, 110])
        columns.add("1", net: [18, 20, 27], seconds: 0.5)
        let row = try columns.row(["1"])
        #expect(Self.mebibytes(row.netBytes) == [18, 20, 27])
        #expect(Self.rounded(row.saved) == [0.7, 0.8, 0.836])
        #expect(Self.rounded(row.unitsPerSecond) == [2000, 2000, 2000])
        #expect(Self.rounded(row.speed) == [2, 2, 2])
        #expect(row.isSpeedWithinNoise == false && row.trials == 3 && !row.isUnbudgeted)
        #expect(row.claim == "50 %" && row.gap == nil)
        let base = try columns.row([])
        #expect(base.saved == nil && base.speed == nil && base.netBytes != nil)
    }

    @Test("A speed difference that noise may explain is marked")
    func speed() throws {
        var columns = WorthColumns(["1"])
        columns.add(nil, net: [100, 100])
        columns.add("1", net: [20, 20], seconds: 0.95)
        #expect(try columns.row(["1"]).isSpeedWithinNoise == true)
    }

    @Test(
        "Changes are recognized: alone, in sequence, in other combinations; so are other strategies"
    )
    func order() throws {
        var columns = WorthColumns(["1,3", "1,2,3", "2", "2,1", "1"])
        columns.add(nil, net: [20, 20])
        columns.add(nil, strategy: "rewritten", net: [1, 1])
        for fixes in ["1,3", "1,2,3", "2", "2,1", "1"] { columns.add(fixes, net: [10, 10]) }
        let worth = try #require(columns.worth)
        #expect(
            worth.rows.map(\.changes) == [
                [], ["1"], ["2"], ["3"], ["1", "2"], ["1", "2", "3"], ["1", "3"], nil,
            ])
        #expect(worth.row(["1", "2"])?.parameters == ["fixes": "2,1"])
        #expect(worth.row(["1", "2", "3"])?.claim == "half")
        #expect(worth.rows.last?.strategy == "rewritten")
        // The third change was not measured alone.
        #expect(worth.rows.map(\.gap) == [nil, nil, nil, .notRun, nil, nil, nil, nil])
    }

    @Test("A sequence that was not measured is not missing")
    func noSequence() throws {
        var columns = WorthColumns(["1", "2", "3"])
        columns.add(nil, net: [20, 20])
        for fixes in ["1", "2", "3"] { columns.add(fixes, net: [10, 10]) }
        let worth = try #require(columns.worth)
        #expect(worth.rows.map(\.changes) == [[], ["1"], ["2"], ["3"]] && worth.first == nil)
    }

    @Test("The pair with the smallest peak comes first")
    func first() throws {
        var columns = WorthColumns(["1,2", "1,3", "2,3"])
        columns.add(nil, net: [20, 20])
        columns.add("1,2", net: [9, 9])
        columns.add("1,3", net: [5, 5])
        columns.add("2,3", net: [14, 14])
        #expect(columns.worth?.first == FirstChanges(changes: ["1", "3"]))
    }

    @Test("Pairs that differ from the first by at most the noise are named")
    func undecided() throws {
        var columns = WorthColumns(["1,2", "1,3", "2,3"])
        columns.add(nil, net: [20, 20, 20])
        columns.add("1,2", net: [4.9, 5.1, 5.3])
        columns.add("1,3", net: [4.8, 5, 5.2])
        columns.add("2,3", net: [7, 7, 7])
        #expect(
            columns.worth?.first == FirstChanges(changes: ["1", "3"], undecided: [["1", "2"]]))
    }

    @Test("A pair with a wrong result doesn't win, and is reported as not compared")
    func wrong() throws {
        var columns = WorthColumns(["1,2", "1,3"])
        columns.add(nil, net: [20, 20])
        columns.add("1,2", net: [1, 1], outcome: .wrongResult)
        columns.add("1,3", net: [10, 10])
        #expect(try columns.row(["1", "2"]).gap == .wrong)
        #expect(try columns.row(["1", "2"]).netBytes == nil)
        #expect(
            columns.worth?.first == FirstChanges(changes: ["1", "3"], uncompared: [["1", "2"]]))
    }

    @Test("The saving of the other changes is bounded if each was measured after the pair")
    func rest() throws {
        var columns = WorthColumns(["1,2", "1,2,3"])
        columns.add(nil, net: [20, 20])
        columns.add("1,2", net: [4, 5])
        columns.add("1,2,3", net: [3, 4])
        // From 5 MiB of 20 MiB to 3 MiB.
        let most = try #require(columns.worth?.first?.othersSaveAtMost)
        #expect(abs(most - 0.1) < 0.001)
        columns.run.scenario.changes?.each.append(.init(key: "4"))
        #expect(columns.worth?.first != nil && columns.worth?.first?.othersSaveAtMost == nil)
    }

    @Test("A stopped combination is compared by its need trial, which is marked and less certain")
    func unbudgeted() throws {
        var columns = WorthColumns(["1", "2"])
        columns.stop(nil, needs: 100)
        columns.stop("1", needs: 50)
        columns.add("2", net: [20, 20])
        for (changes, saved) in [(["1"], 0.5), (["2"], 0.8)] {
            let row = try columns.row(changes)
            let share = try #require(row.saved)
            #expect(abs(share.estimate - saved) < 0.001)
            #expect(share.low < saved - 0.005 && share.high > saved + 0.005)
        }
        #expect(try columns.row(["1"]).isUnbudgeted && columns.row(["1"]).trials == 1)
        #expect(try columns.row([]).isUnbudgeted && !columns.row(["2"]).isUnbudgeted)
        let speed = try #require(columns.row(["1"]).speed)
        #expect(speed.estimate == 1 && speed.low < 0.95 && speed.high > 1.05)
    }

    @Test("If a stopped combination has no completed trial, only a lower bound is known")
    func stopped() throws {
        var columns = WorthColumns(["1", "1,2"])
        columns.add(nil, net: [21, 21])
        columns.stop("1")
        columns.add("1,2", net: [5, 5])
        let row = try columns.row(["1"])
        #expect(row.gap == .stopped && row.saved == nil && row.netBytes == nil)
        #expect(row.atLeastBytes.map { ($0 / 1_048_576 * 10).rounded() / 10 } == 22.2)
        #expect(columns.worth?.first?.changes == ["1", "2"])
    }

    @Test("Without the base's need nothing is saved, and no pair is the best")
    func baseStopped() throws {
        var columns = WorthColumns(["1,2"])
        columns.stop(nil)
        columns.add("1,2", net: [5, 5])
        let row = try columns.row(["1", "2"])
        #expect(row.netBytes != nil && row.saved == nil && row.speed == nil)
        #expect(columns.worth?.first == nil && columns.worth?.row([])?.gap == .stopped)
    }

    @Test("The largest scale with trials of the base and of a change counts")
    func scale() throws {
        var columns = WorthColumns(["1"])
        columns.add(nil, net: [20])
        columns.add("1", net: [10])
        columns.run.add("original", units: 4_000, mebibytes: [90])
        #expect(columns.worth?.scale.units == 1_000)
        columns.run.scenario.changes = nil
        #expect(columns.worth == nil)
    }
}

import MemoryBudget
import TestSupport
import Testing

@testable import RunStore

@Suite("Stored types of a run")
struct StoredTypeTests {
    private let run = RunRecord.complete

    @Test("Every type writes all of its keys")
    func types() throws {
        let types = try runs + cells + growth + searches + baselines
        for type in types { #expect(type.written == type.declared, "\(type.name)") }
        #expect(types.count == (try StoredType.count(in: "RunStore")))
        #expect(try StoredType.leavingOutKeys(in: "RunStore") == [])
    }

    private var runs: [StoredType] {
        get throws {
            try [
                StoredType(run, RunRecord.CodingKeys.self),
                StoredType(run.environment, EnvironmentRecord.CodingKeys.self),
                StoredType(#require(run.plan), PlanRecord.CodingKeys.self),
                StoredType(
                    #require(run.plan?.scenarios.first), ScenarioPlanRecord.CodingKeys.self),
                StoredType(
                    #require(run.plan?.scenarios.first?.files?.first),
                    PlannedFileRecord.CodingKeys.self),
                StoredType(#require(run.shards?.first), ShardRecord.CodingKeys.self),
                StoredType(#require(run.gate), GateRecord.CodingKeys.self),
                StoredType(run.scenarios[0], ScenarioRecord.CodingKeys.self),
                StoredType(WorthRecord.complete, WorthRecord.CodingKeys.self),
                StoredType(WorthRecord.complete.rows[0], WorthRow.CodingKeys.self),
                StoredType(#require(WorthRecord.complete.first), FirstChanges.CodingKeys.self),
            ]
        }
    }

    private var cells: [StoredType] {
        get throws {
            let cell = run.scenarios[0].cells[0]
            let profile = try ProfileRecord.sample(of: .killedProfiled())
            let inflation = ProfileInflation(
                of: .sample(kind: .profiled), beside: [.sample()])
            return try [
                StoredType(cell, CellRecord.CodingKeys.self),
                StoredType(profile, ProfileRecord.CodingKeys.self),
                StoredType(#require(inflation), ProfileInflation.CodingKeys.self),
                StoredType(cell.rejected[0], RejectedUnit.CodingKeys.self),
                StoredType(#require(cell.holder), HolderRecord.CodingKeys.self),
                StoredType(#require(cell.summary), CellSummary.CodingKeys.self),
                StoredType(#require(cell.summary?.spread), SpeedSpread.CodingKeys.self),
            ]
        }
    }

    private var growth: [StoredType] {
        get throws {
            let growth = GrowthRecord.complete
            return try [
                StoredType(run.scenarios[0].strategies[0], StrategyRecord.CodingKeys.self),
                StoredType(growth, GrowthRecord.CodingKeys.self),
                StoredType(
                    #require(run.scenarios[0].strategies[0].failedEdges?.first),
                    FailedEdgeRecord.CodingKeys.self),
            ]
        }
    }

    private var searches: [StoredType] {
        get throws {
            let limit = LimitRecord(
                scenario: "s", strategy: "a", parameters: [:], unit: "rows",
                budget: Budget(metric: .peakRSS, limit: .mebibytes(32)))
            let need = NeedRecord(
                scenario: "s", strategy: "a", parameters: [:], unit: "rows",
                scale: ScaleRecord(Scale(units: 1), inputBytes: 2), enforcement: .cgroup,
                metric: .peakRSS)
            let size = SizeRecord.sample
            return try [
                StoredType(size, SizeRecord.CodingKeys.self),
                StoredType(#require(size.points.first), SizePoint.CodingKeys.self),
                StoredType(#require(size.growth), SizeGrowth.CodingKeys.self),
                StoredType(#require(size.verification), SizeVerification.CodingKeys.self),
                StoredType(
                    LimitRecord.Inversion(overUnits: 1, withinUnits: 2),
                    LimitRecord.Inversion.CodingKeys.self),
                StoredType(
                    NeedRecord.Inversion(enoughBytes: 1, shortBytes: 2),
                    NeedRecord.Inversion.CodingKeys.self),
                StoredType(limit, LimitRecord.CodingKeys.self),
                StoredType(need, NeedRecord.CodingKeys.self),
            ]
        }
    }

    private var baselines: [StoredType] {
        get throws {
            var scenario = run.scenarios[0]
            scenario.cells = [CellRecord(cell: .sample(), observations: [.sample()], budget: nil)]
            let baseline = BaselineRecord(scenario, in: run.environment)
            return try [
                StoredType(baseline, BaselineRecord.CodingKeys.self),
                StoredType(baseline.cells[0], BaselineRecord.Cell.CodingKeys.self),
                StoredType(baseline.environment, EnvironmentClass.CodingKeys.self),
            ]
        }
    }
}

import MemoryBudget

@testable import RunStore

extension SizeRecord {
    /// A record that lacks only trials.
    static var sample: SizeRecord {
        var size = SizeRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows", engine: .kubernetes,
            inputMaxUnits: 1_000, riskShare: 0.01, metric: .container)
        let points = [100, 200, 400, 800, 1_600].map {
            GrowthPoint(units: $0, bytes: (8 << 20) + 4_096 * $0)
        }
        size.points = points.map {
            SizePoint(units: $0.units, inputBytes: 60 * $0.units, needBytes: $0.bytes)
        }
        let fit = GrowthFit(points)
        size.growth = fit.map { SizeGrowth($0, inputMaxUnits: 1_000) }
        size.formula = fit?.limitFormula(upTo: 1_000, risk: 0.01)
        size.points[0].limitBytes = 9 << 20
        size.needBytes = Interval(estimate: 2, low: 1, high: 3)
        size.limitBytes = 4 << 20
        size.verification = SizeVerification(units: 1_000, limitBytes: 4 << 20)
        size.verification?.speedShare = Interval(estimate: 2, low: 1, high: 3)
        var need = NeedRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 1), inputBytes: 2), enforcement: .cgroup,
            metric: .container)
        need.inversion = NeedRecord.Inversion(enoughBytes: 1, shortBytes: 2)
        size.needs = [need]
        return size
    }
}

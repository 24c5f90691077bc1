import MemoryBudget
import RunStore

extension SizeRecord {
    /// The result for a job that grows by a law, from five sizes.
    static func sample(
        _ engine: SizingEngine, law: GrowthClass = .linear, inputBytes: Bool = true
    ) -> SizeRecord {
        var record = SizeRecord(
            scenario: "csv-ingest", strategy: "load-all", parameters: ["batch": "10"],
            unit: "rows", engine: engine, inputMaxUnits: 100_000, riskShare: 0.01,
            metric: .container)
        record.grow(by: law, inputBytes: inputBytes)
        record.limitBytes = 120 << 20
        record.needBytes = Interval(estimate: 110 * 0x1p20, low: 104 * 0x1p20, high: 116 * 0x1p20)
        var runs = SizeVerification(units: 100_000, limitBytes: 120 << 20)
        runs.runCount = 10
        runs.speedShare = Interval(estimate: 0.8, low: 0.7, high: 0.9)
        runs.isSpeedSignificant = true
        record.verification = runs
        record.isResolved = true
        return record
    }

    /// Five sizes of input with a fit and a formula.
    private mutating func grow(by law: GrowthClass, inputBytes: Bool) {
        let units = [3_000, 8_000, 18_000, 45_000, 100_000]
        let needs = units.map { units in
            let value = law == .constant ? 0 : law.value(at: Double(units)) / law.value(at: 1e5)
            return GrowthPoint(units: units, bytes: (10 << 20) + Int(100 * 0x1p20 * value))
        }
        points = needs.map { point in
            SizePoint(
                units: point.units, inputBytes: inputBytes ? 64 * point.units : nil,
                needBytes: point.bytes)
        }
        let fit = GrowthFit(needs)
        growth = fit.map { SizeGrowth($0, inputMaxUnits: 100_000) }
        let curve = GrowthCurve(
            growthClass: law, baseBytes: 12 * 0x1p20,
            slopeBytes: law == .constant ? 0 : 108 * 0x1p20 / law.value(at: 1e5))
        formula = LimitFormula(curve: curve, smallestUnits: 3_000)
        for index in points.indices {
            let bytes = formula?.bytes(at: points[index].units)
            points[index].limitBytes = bytes.map { Int($0) }
        }
    }
}

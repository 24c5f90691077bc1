/// Memory as a function of scale: a + b·f(n), with a and b not negative.
package struct GrowthCurve: Hashable, Sendable, Codable {
    /// Which f.
    package let growthClass: GrowthClass
    /// a, in bytes: what is held at any scale.
    package let baseBytes: Double
    /// b, in bytes for each 1 of f(n); 0 for a constant.
    package let slopeBytes: Double

    /// Creates a curve.
    package init(growthClass: GrowthClass, baseBytes: Double, slopeBytes: Double) {
        self.growthClass = growthClass
        self.baseBytes = baseBytes
        self.slopeBytes = slopeBytes
    }

    /// The bytes that the curve predicts.
    package func bytes(at units: Double) -> Double {
        baseBytes + slopeBytes * growthClass.value(at: units)
    }

    /// The f(n) at which the curve reaches a number of bytes: 0 if it starts there, infinity if it
    /// never gets there.
    func value(reaching bytes: Double) -> Double {
        guard bytes > baseBytes else { return 0 }
        return slopeBytes > 0 ? (bytes - baseBytes) / slopeBytes : .infinity
    }

    enum CodingKeys: String, CodingKey {
        case growthClass = "class"
        case baseBytes = "base_bytes"
        case slopeBytes = "slope_bytes"
    }
}

extension GrowthCurve {
    /// The weighted least-squares fit of the values, with a floor that anchors a.
    ///
    /// A process that has work to do holds what it holds without: the floor is a lower bound of a.
    /// It isn't a value at no units, because buffers that the first unit brings are in a, and not in
    /// the floor: as a value it would turn every streaming job into a logarithm. So it takes part
    /// only where the values alone would put a below it. (The cost is convex, so that this one
    /// question finds its minimum.)
    init(
        _ growthClass: GrowthClass, through points: [WeightedPoint], above floor: WeightedPoint?
    ) {
        let free = GrowthCurve(growthClass, through: points)
        guard let floor, free.baseBytes < floor.bytes else {
            self = free
            return
        }
        self.init(growthClass, through: [floor] + points)
    }

    /// The fit of readings by one law.
    init(_ growthClass: GrowthClass, through readings: GrowthReadings) {
        self.init(
            growthClass, through: readings.scales.map { $0.point(of: growthClass) },
            above: readings.floor?.point(of: growthClass))
    }

    private init(_ growthClass: GrowthClass, through points: [WeightedPoint]) {
        let line = WeightedLine(points)
        let slope = max(line.slope, 0)
        let base = line.base(slope: slope)
        self.growthClass = growthClass
        baseBytes = max(base, 0)
        slopeBytes = base < 0 ? line.slopeThroughOrigin : slope
    }
}

/// A curve of memory over scale: a + b·f(n), with a and b not negative.
package struct GrowthCurve: Hashable, Sendable, Codable {
    /// The growth class, which determines f.
    package let growthClass: GrowthClass
    /// The base a: memory held at any scale, in bytes.
    package let baseBytes: Double
    /// The slope b, in bytes per unit of f(n); 0 for a constant.
    package let slopeBytes: Double

    /// Creates a curve from its class and parameters.
    package init(growthClass: GrowthClass, baseBytes: Double, slopeBytes: Double) {
        self.growthClass = growthClass
        self.baseBytes = baseBytes
        self.slopeBytes = slopeBytes
    }

    /// Returns the predicted memory at a scale, in bytes.
    package func bytes(at units: Double) -> Double {
        baseBytes + slopeBytes * growthClass.value(at: units)
    }

    /// Returns the f(n) at which the curve reaches a number of bytes: 0 if its base is at least
    /// that, infinity if the curve never reaches it.
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
    /// Fits the points by weighted least squares, with the floor as a lower bound of a.
    ///
    /// A process with work to do holds at least what it holds without any. But the floor is not a
    /// point at n = 0, because buffers allocated for the first unit are in a and not in the floor.
    /// As a point, it would make every streaming job look logarithmic. So the floor is used only if
    /// the points alone would put a below it. (The cost is convex, so this single check finds its
    /// minimum.)
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

    /// Fits readings with one growth class.
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

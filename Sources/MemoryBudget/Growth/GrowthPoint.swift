/// The memory that one trial held at one scale: a point of the plot of memory against scale.
package struct GrowthPoint: Hashable, Sendable {
    /// Size of the input; 0 is the floor's scale.
    package var units: Int
    /// The judged metric's reading.
    package var bytes: Int
    /// Whether the process died before it could show its peak: the truth is at least `bytes`.
    package var isLowerBound: Bool

    /// Makes a point; a value unless it is said to be a lower bound.
    package init(units: Int, bytes: Int, isLowerBound: Bool = false) {
        precondition(units >= 0, "a scale has no fewer than 0 units")
        precondition(bytes >= 0, "a process holds no fewer than 0 bytes")
        self.units = units
        self.bytes = bytes
        self.isLowerBound = isLowerBound
    }
}

/// How far two runs of one program on one input lie apart: a share of the reading plus a constant.
package struct GrowthNoise: Hashable, Sendable {
    /// Standard deviation that grows with the reading, as a share of it.
    package var relative: Double
    /// Standard deviation of even the smallest program, in bytes.
    package var absoluteBytes: Double

    /// Makes a noise.
    package init(relative: Double, absoluteBytes: Double) {
        precondition(
            relative >= 0 && absoluteBytes > 0, "without any noise, no reading could be weighed")
        self.relative = relative
        self.absoluteBytes = absoluteBytes
    }

    /// What a machine shows that does other things too: 0.5 % and 100 KiB.
    package static let typical = GrowthNoise(relative: 0.005, absoluteBytes: 102_400)

    /// The standard deviation of a reading, in bytes.
    package func deviation(of bytes: Double) -> Double {
        relative * bytes + absoluteBytes
    }

    func scaled(by factor: Double) -> GrowthNoise {
        GrowthNoise(relative: relative * factor, absoluteBytes: absoluteBytes * factor)
    }
}

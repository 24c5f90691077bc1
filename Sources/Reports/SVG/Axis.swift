internal import Glibc
internal import MemoryBudget

/// The positions of values along one side of a chart, and the values that are labelled.
struct Axis: Hashable {
    /// The scale of an axis.
    enum Kind: Hashable {
        case linear, logarithmic
    }

    let kind: Kind
    /// The values at both ends; the lower one is positive on a logarithmic axis.
    let low: Double
    let high: Double
    /// The positions of both ends, in pixels.
    let start: Double
    let end: Double

    /// Creates an axis; an empty range, or one that a logarithm can't represent, is widened.
    init(_ kind: Kind, _ low: Double, _ high: Double, from start: Double, to end: Double) {
        self.kind = kind
        let bottom = kind == .logarithmic ? max(low, 1e-9) : low
        self.low = bottom
        self.high = high > bottom ? high : bottom + (bottom == 0 ? 1 : abs(bottom))
        self.start = start
        self.end = end
    }

    /// Returns the position of a value, in pixels; outside of the ends for a value out of range.
    func place(_ value: Double) -> Double {
        switch kind {
        case .linear: start + (value - low) / (high - low) * (end - start)
        case .logarithmic: start + log(max(value, 1e-9) / low) / log(high / low) * (end - start)
        }
    }

    /// Returns the value at a share of the way from the low end to the high end.
    func value(at share: Double) -> Double {
        switch kind {
        case .linear: low + (high - low) * share
        case .logarithmic: low * pow(high / low, share)
        }
    }

    /// Returns whether a value lies between the ends, apart from a rounding error.
    func holds(_ value: Double) -> Bool {
        value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)
    }
}

extension Axis {
    /// Returns round values along the axis, in steps of 1, 2 and 5; at most `count`.
    func ticks(atMost count: Int) -> [Double] {
        switch kind {
        case .linear: linearTicks([1, 2, 5], base: 10, atMost: count)
        case .logarithmic: decadeTicks(atMost: count)
        }
    }

    /// Returns numbers of bytes along the axis, in powers of two: 8 MiB, 16 MiB, …
    func byteTicks(atMost count: Int) -> [Double] {
        switch kind {
        case .linear: linearTicks([1], base: 2, atMost: count)
        case .logarithmic: powerTicks(atMost: count)
        }
    }

    /// Returns multiples of the smallest round step that gives at most `count` values.
    private func linearTicks(_ factors: [Double], base: Double, atMost count: Int) -> [Double] {
        var power = pow(base, floor(log((high - low) / Double(count)) / log(base)))
        while true {
            for step in factors.map({ $0 * power }) {
                let first = whole(ceil(low / step - 1e-9))
                let last = whole(floor(high / step + 1e-9))
                if last - first < count {
                    return first > last ? [] : (first...last).map { Double($0) * step }
                }
            }
            power *= base
        }
    }

    /// Returns 1, 2, 5, 10, …; or only every decade or every second one if that is too many.
    private func decadeTicks(atMost count: Int) -> [Double] {
        let decades = Int(floor(log10(low)))...Int(ceil(log10(high)))
        for factors in [[1.0, 2, 5], [1, 3], [1]] {
            let all = decades.flatMap { decade in factors.map { $0 * pow(10, Double(decade)) } }
            let ticks = all.filter(holds)
            if ticks.count <= count { return ticks }
        }
        let stride = (decades.count + count - 1) / count
        return decades.filter { $0 % stride == 0 }.map { pow(10, Double($0)) }.filter(holds)
    }

    private func powerTicks(atMost count: Int) -> [Double] {
        let exponents = Int(floor(log2(low)))...Int(ceil(log2(high)))
        for stride in 1... {
            let ticks = exponents.filter { $0 % stride == 0 }.map { pow(2, Double($0)) }
                .filter(holds)
            if ticks.count <= count { return ticks }
        }
        return []
    }
}

/// A strategy's declared speed and memory use, for planning a run that was never made on this
/// machine.
package struct NominalCost: Hashable, Sendable {
    /// The number of units processed per second, at scales that don't slow it down.
    package var unitsPerSecond: Double
    /// The scale at which the speed is halved, because every page rescans the earlier ones; `nil`
    /// if the speed is constant.
    package var halvingUnits: Double?
    /// The memory per unit, in bytes; `nil` if memory use is about the same at every scale.
    package var bytesPerUnit: Double?

    /// Creates a cost, by default with constant speed and memory.
    package init(
        unitsPerSecond: Double, halvingUnits: Double? = nil, bytesPerUnit: Double? = nil
    ) {
        self.unitsPerSecond = unitsPerSecond
        self.halvingUnits = halvingUnits
        self.bytesPerUnit = bytesPerUnit
    }

    /// The memory of a worker before its first unit, in bytes.
    private static let floorBytes = 16.0 * 1_048_576

    /// Returns the time for a number of units, in seconds, without startup.
    func seconds(of units: Double) -> Double {
        guard unitsPerSecond > 0, units > 0 else { return 0 }
        let slowdown = halvingUnits.map { $0 > 0 ? 1 + units / $0 : 1 } ?? 1
        return units / unitsPerSecond * slowdown
    }

    /// Returns the number of units at which a limit is reached; `nil` if it is never reached.
    func unitsReaching(_ limitBytes: Int) -> Double? {
        guard let bytesPerUnit, bytesPerUnit > 0 else { return nil }
        return max(0, Double(limitBytes) - Self.floorBytes) / bytesPerUnit
    }

    /// Returns the memory for a number of units, in bytes.
    func bytes(of units: Double) -> Double { Self.floorBytes + units * (bytesPerUnit ?? 0) }
}

/// A strategy's own figures of speed and memory, for the plan of a run that was never made on this machine.
package struct NominalCost: Hashable, Sendable {
    /// The units that it does in a second, at scales at which it isn't slowed down.
    package var unitsPerSecond: Double
    /// The scale at which it does half as many, because every page rescans the ones before; nil if
    /// its speed stays the same.
    package var halvingUnits: Double?
    /// The memory that it holds per unit, in bytes; nil if it holds about the same at every scale.
    package var bytesPerUnit: Double?

    /// A cost; of steady speed and memory unless told otherwise.
    package init(
        unitsPerSecond: Double, halvingUnits: Double? = nil, bytesPerUnit: Double? = nil
    ) {
        self.unitsPerSecond = unitsPerSecond
        self.halvingUnits = halvingUnits
        self.bytesPerUnit = bytesPerUnit
    }

    /// The memory that a worker holds before its first unit.
    private static let floorBytes = 16.0 * 1_048_576

    /// The time of a number of units, in seconds, without starting up.
    func seconds(of units: Double) -> Double {
        guard unitsPerSecond > 0, units > 0 else { return 0 }
        let slowdown = halvingUnits.map { $0 > 0 ? 1 + units / $0 : 1 } ?? 1
        return units / unitsPerSecond * slowdown
    }

    /// The units after which a limit is reached; nil if no number of them reaches it.
    func unitsReaching(_ limitBytes: Int) -> Double? {
        guard let bytesPerUnit, bytesPerUnit > 0 else { return nil }
        return max(0, Double(limitBytes) - Self.floorBytes) / bytesPerUnit
    }

    /// The memory that a number of units takes, in bytes.
    func bytes(of units: Double) -> Double { Self.floorBytes + units * (bytesPerUnit ?? 0) }
}

import MemoryBudget
import RunStore

@testable import Judging

extension Situation {
    /// Growth classes, each kept by a program of that class and broken by the rule of the next
    /// slower one.
    static let growths: [Situation] =
        zip(GrowthClass.allCases, GrowthClass.allCases.dropFirst())
        .map { slower, law in
            Situation("a program that grows with \(law)", .growth) { step in
                var run = MadeUpRun.promising(.growth(step == 0 ? law : slower))
                run.grow(law)
                return run.gate
            }
        } + [
            Situation("a program that doesn't grow, and one that grows with n", .growth) { step in
                var run = MadeUpRun.promising(.growth(.constant))
                run.grow(step == 0 ? .constant : .linear)
                return run.gate
            }
        ]

    /// Slopes with a limit at either end of their interval.
    static let slopes: [Situation] = [
        Situation("a slope up to the limit", .bytesPerUnit, beyond: .inconclusive) { step in
            slope { step == 0 ? $0.high : $0.high.nextDown }
        },
        Situation("a slope from the limit on", .bytesPerUnit, atLimit: .inconclusive) { step in
            slope { step == 0 ? $0.low : $0.low.nextDown }
        },
    ]

    /// Returns a linear program with a limit derived from the interval of its slope.
    private static func slope(limit: (Interval) -> Double) -> MadeUpGate {
        var run = MadeUpRun.promising(.bytesPerUnit(1))
        run.grow(.linear)
        guard let slope = run.record.scenarios[0].strategies[0].growth?.bytesPerUnit else {
            return run.gate
        }
        run.scenario.strategies[1].gate = [GateRule(.bytesPerUnit(limit(slope)))]
        return run.gate
    }
}

extension MadeUpRun {
    /// Adds three equal trials at each of seven scales of a program that holds 20 MiB and up to 2
    /// GiB more.
    fileprivate mutating func grow(_ law: GrowthClass) {
        let scales = (0..<7).map { 1_000 << $0 }
        let most = law.value(at: Double(scales[6]))
        for units in scales {
            let share = law == .constant ? 0 : law.value(at: Double(units)) / most
            let bytes = 20.mebibytes + Int(share * Double(2_048.mebibytes))
            hold([bytes, bytes, bytes], units: units)
        }
    }
}

import MemoryBudget
import RunStore
import TestSupport

@testable import Judging

extension Situation {
    private static let page = MadeUpRun.page
    private static let before = 1_000.mebibytes

    /// Changes of at most 5 % of 1,000 MiB, which is above the noise.
    static let baselines: [Situation] = [
        Situation("a change against a base", .baseline, beyond: .regressed) { step in
            changed(from: [before], to: [1_050.mebibytes + step * page])
        },
        Situation("three equal trials against three", .baseline, beyond: .regressed) { step in
            changed(
                from: [before, before, before],
                to: Array(repeating: 1_050.mebibytes + step * page, count: 3))
        },
        Situation("the highest of three earlier trials", .baseline, beyond: .regressed) { step in
            changed(
                from: [980.mebibytes, before, before],
                to: Array(repeating: 1_050.mebibytes + step * page, count: 3))
        },
        Situation("a change that an outlier hides", .baseline, beyond: .inconclusive) { step in
            changed(
                from: [before, before, 2 * before],
                to: [before, 1_050.mebibytes + step * page, 2 * before])
        },
        Situation("a change against a committed baseline", .baseline, beyond: .regressed) { step in
            try committed(from: [before], to: [1_050.mebibytes + step * page])
        },
        Situation("an improvement", .baseline, beyond: .improved) { step in
            changed(from: [before], to: [950.mebibytes - step * page])
        },
        Situation("an improvement under --ratchet", .baseline, beyond: .improvedRatchet) { step in
            changed(from: [before], to: [950.mebibytes - step * page], isRatchet: true)
        },
        Situation("an improvement not committed", .baseline, beyond: .improvedRatchet) { step in
            try committed(from: [before], to: [950.mebibytes - step * page], isRatchet: true)
        },
        Situation("the machine's noise, above the threshold", .baseline, beyond: .regressed) {
            step in
            let noise = GrowthNoise.typical.difference(of: Double(before))
            let most = Int((Double(before) * (1 + noise)).rounded(.down))
            return changed(from: [before], to: [most + step * page], threshold: 0.001)
        },
        Situation(
            "a base that was killed", .baseline, atLimit: .inconclusive, beyond: .improved
        ) { step in
            var gate = changed(from: [], to: [before - step * page])
            gate.base?.kill(at: [before])
            return gate
        },
        Situation("a cell that the base lacks", .baseline, beyond: .new) { step in
            changed(from: step == 0 ? [before] : [], to: [before])
        },
        Situation("a cell that a required baseline lacks", .baseline, beyond: .missing) { step in
            try committed(from: [before], to: [before], units: 1_000 + step)
        },
    ]

    private static func run(threshold: Double, holding bytes: [Int], units: Int = 1_000)
        -> MadeUpRun
    {
        var run = MadeUpRun.promising(.baseline(threshold: threshold))
        run.hold(bytes, units: units)
        return run
    }

    private static func changed(
        from earlier: [Int], to later: [Int], threshold: Double = 0.05, isRatchet: Bool = false
    ) -> MadeUpGate {
        var base = run(threshold: threshold, holding: earlier)
        base.build = .base
        return MadeUpGate(
            head: run(threshold: threshold, holding: later), base: base, isRatchet: isRatchet)
    }

    private static func committed(
        from earlier: [Int], to later: [Int], units: Int = 1_000, isRatchet: Bool = false
    ) throws -> MadeUpGate {
        let folder = try TemporaryDirectory()
        let before = run(threshold: 0.05, holding: earlier).record
        _ = try BaselineFolder.write(
            [BaselineRecord(before.scenarios[0], in: before.environment)], below: folder.path)
        let baselines = try BaselineFolder(reading: folder.path, scenarios: ["made-up"])
        return MadeUpGate(
            head: run(threshold: 0.05, holding: later, units: units),
            reference: .baselines(baselines, isRequired: true), isRatchet: isRatchet)
    }
}

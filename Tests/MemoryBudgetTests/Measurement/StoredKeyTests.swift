import Foundation
import TestSupport
import Testing

@testable import MemoryBudget

@Suite("Stored values")
struct StoredKeyTests {
    /// A value with one property of every type that synthesized encoding could leave out.
    private struct Everything: Codable {
        var bool: Bool?
        var string: String?
        var double: Double?
        var float: Float?
        var int: Int?
        var int8: Int8?
        var int16: Int16?
        var int32: Int32?
        var int64: Int64?
        var int128: Int128?
        var uint: UInt?
        var uint8: UInt8?
        var uint16: UInt16?
        var uint32: UInt32?
        var uint64: UInt64?
        var uint128: UInt128?
        var array: [Int]?
        var dictionary: [String: String]?
        var value: NeedEstimate?
        var word: Metric?

        enum CodingKeys: String, StoredKey {
            case bool, string, double, float, int, int8, int16, int32, int64, int128
            case uint, uint8, uint16, uint32, uint64, uint128, array, dictionary, value, word
        }
    }

    @Test("Nil values of any type are encoded as null")
    func everything() throws {
        let stored = try StoredType(Everything(), Everything.CodingKeys.self)
        #expect(stored.written == stored.declared)
        #expect(stored.written.count == 20)
        let text = String(decoding: try JSONEncoder().encode(Everything()), as: UTF8.self)
        #expect(text.components(separatedBy: ":null").count - 1 == 20)
    }

    @Test("Other values are encoded, and decode to the same value")
    func values() throws {
        let value = AllocatorRecord(name: .jemalloc, isAttached: true, version: "5.3.0")
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(AllocatorRecord.self, from: data) == value)
    }

    @Test("Every stored type encodes all of its keys")
    func types() throws {
        let trial = Observation(
            strategy: "streamed", scale: ScaleRecord(Scale(units: 1), inputBytes: 2),
            startedAt: "2026-01-05T10:00:01.000Z", outcome: .completed,
            evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .off),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))
        let noise = NoiseRecord(trials: 2, peakRSSBytes: 1, peakRSSShare: 0.1, wallShare: 0.1)
        let need = NeedEstimate(bytes: 2, lowBytes: 1, highBytes: 3, fromScales: ["1k"])
        let finding = GateFinding(scenario: "s", rule: .net, result: .over, sentence: "too much")
        let changes = Changes(base: "a", parameter: "b", each: [.init(key: "1")])
        let fingerprint = ResultFingerprint(
            format: .csv, contentDigest: "0f", rowsDigest: "0f", rows: 1)
        let group = ResultDisagreement.Group(
            variants: ["a"], trials: 1, rows: 1, digest: "0f")
        let curve = GrowthCurve(growthClass: .linear, baseBytes: 1, slopeBytes: 2)
        let formula = LimitFormula(curve: curve, smallestUnits: 3)
        let types = try [
            StoredType(trial, Observation.CodingKeys.self),
            StoredType(trial.scale, ScaleRecord.CodingKeys.self),
            StoredType(trial.enforcement, EnforcementRecord.CodingKeys.self),
            StoredType(
                Evidence(TrialEvidence(.exited), detail: "exit status 0"), Evidence.CodingKeys.self),
            StoredType(
                TrialEvidence.Progress(unitsDone: 1, unitsTotal: 2),
                TrialEvidence.Progress.CodingKeys.self),
            StoredType(ChargeParts(anonBytes: 1), ChargeParts.CodingKeys.self),
            StoredType(trial.exit, ExitRecord.CodingKeys.self),
            StoredType(trial.allocator, AllocatorRecord.CodingKeys.self),
            StoredType(budget, Budget.CodingKeys.self),
            StoredType(noise, NoiseRecord.CodingKeys.self),
            StoredType(
                ProgramNoise(
                    linking: .static, trials: 2, peakRSSBytes: 1, peakRSSShare: 0.1, wallShare: 0.1),
                ProgramNoise.CodingKeys.self),
            StoredType(need, NeedEstimate.CodingKeys.self),
            StoredType(Comparison(.new), Comparison.CodingKeys.self),
            StoredType(finding, GateFinding.CodingKeys.self),
            StoredType(changes, Changes.CodingKeys.self),
            StoredType(changes.each[0], Changes.Change.CodingKeys.self),
            StoredType(OwnData.files("orders-{scale}.csv"), OwnData.CodingKeys.self),
            StoredType(Verification.sameAs(strategy: "a"), Verification.CodingKeys.self),
            StoredType(fingerprint, ResultFingerprint.CodingKeys.self),
            StoredType(
                ResultCheckRecord(.sameAs, .pending, rows: 1, fingerprint: fingerprint),
                ResultCheckRecord.CodingKeys.self),
            StoredType(ResultDisagreement(groups: [group]), ResultDisagreement.CodingKeys.self),
            StoredType(group, ResultDisagreement.Group.CodingKeys.self),
            StoredType(formula, LimitFormula.CodingKeys.self),
        ]
        for type in types { #expect(type.written == type.declared, "\(type.name)") }
        #expect(types.count == (try StoredType.count(in: "MemoryBudget")))
        // A break point encodes `null` manually, beside the keys of its interval.
        #expect(try StoredType.leavingOutKeys(in: "MemoryBudget") == ["BreakPoint"])
    }
}

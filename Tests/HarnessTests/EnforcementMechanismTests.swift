import Foundation
import Files
import MemoryBudget
import Processes
import Testing

@testable import Harness

/// A mechanism that the program doesn't have: it counts how often it was removed, and claims for
/// every trial that it refused memory.
private struct Fence: EnforcementMechanism {
    let tier = EnforcementTier(rawValue: "fence")
    let request = Enforcement(rawValue: "fence")
    let title = "fence"
    var isOpen = false

    func probe() -> Capability? {
        Capability(
            .enforcement(tier), name: title, isAvailable: !isOpen, finding: "three feet high")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        switch request {
        case self.request: EnforcementDemand(limitBytes: budget.limit.bytes)
        case .auto: EnforcementDemand(limitBytes: budget.limit.bytes * 2, isBackstop: true)
        default: nil
        }
    }

    func arm(
        _ demand: EnforcementDemand, for limits: TrialLimits
    ) throws(EnforcementUnavailable) -> (any ArmedEnforcement)? {
        if isOpen { throw EnforcementUnavailable(reason: "the gate is open") }
        return Armed(limitBytes: demand.limitBytes)
    }

    struct Armed: ArmedEnforcement, EnforcementEvidence {
        let tier = EnforcementTier(rawValue: "fence")
        let limitBytes: Int?

        var chargePeakBytes: Int? { 7 }
        func evidence() -> any EnforcementEvidence { self }
        func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
            .allocationRefused(limitBytes: limitBytes ?? 0)
        }
    }
}

@Suite("The list of enforcement mechanisms")
struct EnforcementMechanismTests {
    private let fenced: [any EnforcementMechanism] = [Fence(), Watchdog(), DataLimit()]
    private let fence = Enforcement(rawValue: "fence")

    private func plan(
        _ request: Enforcement, requires required: Enforcement? = nil, budget: Int? = 64,
        _ mechanisms: [any EnforcementMechanism]
    ) throws -> EnforcementPlan {
        try EnforcementPlan(
            limits: TrialLimits(
                budget: budget.map { Budget(metric: .peakRSS, limit: .mebibytes($0)) },
                enforcement: request, requiredEnforcement: required),
            mechanisms: mechanisms)
    }

    @Test("The plan puts in force what a request demands of each mechanism, backstops last")
    func plans() throws {
        let own = try plan(fence, fenced).record
        #expect(own.tiers == [Fence().tier] && own.limitBytes == 64 << 20)
        let auto = try plan(.auto, fenced).record
        #expect(auto.tiers == [.watchdog, Fence().tier] && auto.limitBytes == 128 << 20)
        #expect(auto.summary == "watchdog, backed by fence")
        #expect(try plan(.rlimit, fenced).record.tiers == [.rlimit])
        #expect(try plan(.off, fenced).record.tiers == [])
        #expect(try plan(.auto, budget: nil, fenced).record.tiers == [])
    }

    @Test("An unavailable mechanism fails if requested by name, and is otherwise reported")
    func unavailable() throws {
        let open: [any EnforcementMechanism] = [Fence(isOpen: true), Watchdog()]
        let auto = try plan(.auto, open).record
        #expect(auto.tiers == [.watchdog] && auto.missing == "the gate is open")
        let error = #expect(throws: MachineError.self) { try plan(fence, open) }
        #expect(
            error?.description
                == "fence is unavailable: the gate is open; use --enforce watchdog, or see"
                + " 'membudget doctor'")
        let required = #expect(throws: MachineError.self) { try plan(.auto, requires: fence, open) }
        #expect(
            required?.description
                == "required enforcement 'fence' is not in force with --enforce auto: the gate is"
                + " open")
        #expect(throws: Never.self) { try plan(.auto, requires: fence, fenced) }
        let unlimited = #expect(throws: MachineError.self) {
            try plan(.auto, requires: fence, budget: nil, fenced)
        }
        #expect(unlimited?.description.contains("add --budget") == true)
    }

    @Test("Doctor tries each mechanism, and the command line accepts each request")
    func doctor() {
        let found = Capability.enforcement(fenced)
        #expect(found.map(\.name) == ["fence", "watchdog", "RLIMIT_DATA"])
        #expect(found.compactMap(\.tier) == [Fence().tier, .watchdog, .rlimit])
        #expect(
            EnforcementMechanisms.requests(of: fenced).map(\.rawValue) == [
                "auto", "fence", "watchdog", "rlimit", "off",
            ])
        #expect(EnforcementMechanisms.requests == [.auto, .cgroup, .watchdog, .rlimit, .off])
    }

    @Test("A trial is recorded and classified by its mechanism", .timeLimit(.minutes(1)))
    func trial() async throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let specification = TrialSpecification(
            command: Command(["/bin/true"], environment: [:]),
            limits: limits(64, fence), directory: folder.path, strategy: "true",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
        let observation = try await Trial(specification, mechanisms: fenced).run()
            .report(describe: describe).observation
        #expect(observation.outcome == .overBudget)
        #expect(observation.evidence.figures?.proof == .allocationRefused(limitBytes: 64 << 20))
        #expect(observation.enforcement.tiers == [Fence().tier])
        #expect(observation.cgroupPeakBytes == 7)
    }

    @Test("The requests and names of all mechanisms are documented")
    func documented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/JSON.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        for request in EnforcementMechanisms.requests {
            #expect(text.contains("`\(request.rawValue)`"))
        }
        for mechanism in EnforcementMechanisms.all() {
            #expect(text.contains("`\(mechanism.tier.rawValue)`"))
        }
    }

    @Test("A backstop grows with the tree for a budget of one process, and with profiled processes")
    func grows() throws {
        let parent = try CgroupParent(
            files: FakeCgroups.version2(), owner: HarnessIdentity(process: 77, startTicks: 123))
        let mechanisms = EnforcementMechanisms.all(cgroups: CgroupSource { .success(parent) })
        func grown(_ change: (inout TrialLimits) -> Void) throws -> Int? {
            var limits = limits(100)
            change(&limits)
            let plan = try EnforcementPlan(limits: limits, mechanisms: mechanisms)
            defer { plan.remove() }
            for mechanism in plan.armed { mechanism.makeRoom(processCount: 3) }
            return plan.record.limitBytes.map { $0 >> 20 }
        }
        #expect(try grown { _ in } == 3 * 116)
        #expect(try grown { $0.followsTree = true } == 116)
        #expect(try grown { $0.isCeiling = true } == 116)
        #expect(try grown { $0.budget?.metric = .peakTree } == 116)
        #expect(try grown { $0.budget?.metric = .peakLive } == nil)
        #expect(try grown { $0.enforcement = .cgroup } == 100)
        // A profiler adds memory to each process, which is not the program's.
        #expect(try grown { ($0.followsTree, $0.profilerBytes) = (true, 7 << 20) } == 116 + 3 * 7)
        #expect(try grown { $0.profilerBytes = 7 << 20 } == 3 * (116 + 7))
        #expect(try grown { ($0.enforcement, $0.profilerBytes) = (.cgroup, 7 << 20) } == 100)
    }
}

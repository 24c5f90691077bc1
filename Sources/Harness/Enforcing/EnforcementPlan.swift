import Glibc
import MemoryBudget
import Processes

/// The mechanisms that keep one trial within its budget, put in force before it starts.
struct EnforcementPlan {
    /// The mechanisms in force: judging ones first, then backstops; evidence is weighed in this
    /// order.
    private(set) var armed: [any ArmedEnforcement] = []
    private let requested: Enforcement
    private var missing: EnforcementUnavailable?

    /// Puts the requested limits in force.
    ///
    /// - Throws: `MachineError` `.unavailable` if a mechanism was requested by name, or required,
    ///   and can't be put in force: the plan never silently downgrades.
    init(
        limits: TrialLimits, mechanisms: [any EnforcementMechanism] = EnforcementMechanisms.all()
    ) throws {
        requested = limits.enforcement
        try Self.checkContainer(limits)
        do {
            if let budget = limits.budget {
                let parts = mechanisms.compactMap { mechanism in
                    mechanism.demand(limits.enforcement, for: budget).map { (mechanism, $0) }
                }
                for (mechanism, demand) in parts.filter({ !$1.isBackstop })
                    + parts.filter({ $1.isBackstop })
                {
                    try arm(mechanism, demand: demand, limits: limits)
                }
            }
            try require(limits.requiredEnforcement, of: mechanisms)
        } catch {
            remove()
            throw error
        }
    }

    /// The record for the observation: a limit may have grown with the tree.
    var record: EnforcementRecord {
        EnforcementRecord(
            requested: requested, tiers: armed.map(\.tier),
            limitBytes: armed.lazy.compactMap(\.limitBytes).first,
            missing: missing?.reason, remedy: missing?.remedy)
    }

    /// The budget that the watcher judges; `nil` leaves that to the kernel.
    var watchedBudget: Budget? { armed.lazy.compactMap(\.watchedBudget).first }

    /// Whether the kernel keeps the tree's memory below a limit.
    var hasKernelLimit: Bool { armed.contains(where: \.stopsOvershoot) }

    /// Returns the limits that the command is started under.
    func launchLimits() throws -> LaunchLimits {
        try armed.reduce(into: LaunchLimits()) { try $1.restrain(&$0) }
    }

    /// The current members of all mechanisms.
    var members: [pid_t] { armed.flatMap(\.members) }

    /// Kills processes that escaped the tree.
    func killMembers() {
        for mechanism in armed { mechanism.killMembers() }
    }

    /// Removes all limits.
    func remove() {
        for mechanism in armed { mechanism.remove() }
    }

    private mutating func arm(
        _ mechanism: any EnforcementMechanism, demand: EnforcementDemand, limits: TrialLimits
    ) throws {
        do throws(EnforcementUnavailable) {
            if let inForce = try mechanism.arm(demand, for: limits) { armed.append(inForce) }
        } catch {
            missing = error
            guard !demand.isBackstop else { return }
            let remedy = error.remedy.map { " run '\($0)'," } ?? ""
            let lack = "\(mechanism.title) is unavailable: \(error.reason);\(remedy)"
            throw MachineError(
                .unavailable,
                limits.budget?.metric == .container
                    ? "the container metric can't be measured: \(lack) see 'membudget doctor', or limit"
                        + " resident memory with --metric peak-rss"
                    : "\(lack) use --enforce watchdog, or see 'membudget doctor'")
        }
    }

    /// Checks that a cgroup enforces the container metric: only a cgroup is charged like one.
    private static func checkContainer(_ limits: TrialLimits) throws {
        guard limits.budget?.metric == .container, ![.auto, .cgroup].contains(limits.enforcement)
        else { return }
        throw MachineError(
            .unavailable,
            "the container metric can't be measured with --enforce \(limits.enforcement.rawValue):"
                + " only a cgroup is charged like a container; use --enforce cgroup, or limit"
                + " resident memory with --metric peak-rss")
    }

    /// Fails closed: a required enforcement that is not in force stops the trial before it starts.
    private func require(_ request: Enforcement?, of mechanisms: [any EnforcementMechanism]) throws
    {
        guard let request, request != .auto, request != .off else { return }
        let tiers = armed.map(\.tier)
        if mechanisms.contains(where: { $0.request == request && tiers.contains($0.tier) }) {
            return
        }
        let isWithoutBudget = armed.isEmpty && requested != .off
        let reason =
            missing.map { error in
                ": \(error.reason)" + (error.remedy.map { "; run '\($0)' to enable it" } ?? "")
            }
            ?? (isWithoutBudget ? ": there is no budget to enforce; add --budget" : "")
        throw MachineError(
            .unavailable,
            "required enforcement '\(request.rawValue)' is not in force with --enforce"
                + " \(requested.rawValue)\(reason)")
    }
}

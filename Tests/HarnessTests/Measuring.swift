import Files
import Glibc
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

/// Measures a run of the selftest program, whose memory is known.
func measure(
    _ arguments: String..., limits: TrialLimits = TrialLimits(),
    allocator: Allocator = .system, environment: [String: String] = [:]
) async throws -> TrialReport {
    try await measureCommand(
        [Products.path("membudget-selftest")] + arguments, limits: limits, allocator: allocator,
        environment: environment)
}

/// Measures any command.
func measureCommand(
    _ arguments: [String], limits: TrialLimits = TrialLimits(),
    allocator: Allocator = .system, environment: [String: String] = [:],
    cgroups: CgroupSource = .system, folder workingDirectory: String? = nil
) async throws -> TrialReport {
    let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
    defer { folder.remove() }
    let variables = currentEnvironment().merging(environment) { _, new in new }
    let specification = TrialSpecification(
        command: Command(
            arguments, environment: variables, workingDirectory: workingDirectory),
        limits: limits,
        allocator: allocator, directory: folder.path, strategy: "test",
        scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
    return try await Trial(
        specification, mechanisms: EnforcementMechanisms.all(cgroups: cgroups)
    ).run().report(describe: describe)
}

/// Describes evidence as Swift prints it: the text is up to the reports.
let describe: EvidenceDescriber = { "\($0)" }

/// Returns the limits for a budget on the peak RSS of the largest process.
func limits(
    _ mebibytes: Int, _ enforcement: Enforcement = .auto, timeout: Duration? = nil,
    traces: Bool = true
) -> TrialLimits {
    TrialLimits(
        budget: Budget(metric: .peakRSS, limit: .mebibytes(mebibytes)), enforcement: enforcement,
        timeout: timeout, traces: traces)
}

/// Returns the mebibytes of a reading, or a value that no reading has.
func mebibytes(_ bytes: Int?) -> Double {
    bytes.map { Double($0) / 1_048_576 } ?? -1
}

/// Returns whether a process is alive and not a zombie.
func isAlive(_ process: pid_t) -> Bool {
    guard let text = readProcFile("/proc/\(process)/stat") else { return false }
    let state = String(decoding: text, as: UTF8.self).split(separator: ")").last
    return state?.first { $0 != " " } != "Z"
}

/// Returns our folders below our own cgroup: none may remain.
func ownCgroups() -> [String] {
    guard let location = CgroupLocation(files: SystemFiles()) else { return [] }
    let prefix = HarnessIdentity.current.groupPrefix
    return directoryEntries(location.ownPath).filter { $0.hasPrefix(prefix) }
}

/// Checks an outcome and its evidence, and that nothing is left over.
func expectEnd(
    _ report: TrialReport, _ outcome: Outcome, _ kind: Evidence.Kind,
    _ location: SourceLocation = #_sourceLocation
) {
    let detail = Comment(rawValue: report.observation.evidence.detail)
    #expect(report.observation.outcome == outcome, detail, sourceLocation: location)
    #expect(report.observation.evidence.kind == kind, detail, sourceLocation: location)
    #expect(ownCgroups() == [], sourceLocation: location)
}

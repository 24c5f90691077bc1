import Harness
import MemoryBudget

extension BenchRequest {
    /// What would stop every trial is found before the first.
    ///
    /// - Parameter hasOwnInput: Whether a file is given in place of generated data.
    func checkBeforehand(hasOwnInput: Bool) throws {
        if scenario.allocator == .jemalloc {
            _ = try Preload(environment: currentEnvironment())
        }
        if case .pipeline(let name) = scenario.job, worker == nil, !cells.isEmpty {
            throw Failure(
                .unavailable,
                "no worker has pipeline '\(name)'; run 'make build', or set"
                    + " MEMBUDGET_LIBEXEC to the workers' folder")
        }
        if case .command(let template) = scenario.job, scenario.dataset == nil, !hasOwnInput,
            template.flatMap(CommandTemplate.placeholders).contains("input")
        {
            throw Failure(
                .usage, "'\(scenario.name)' uses {input} and has no dataset; give --input FILE")
        }
        if limits.requiredEnforcement != nil || limits.enforcement == .cgroup {
            try limitsInForce.forEach(EnforcementCheck.run)
        }
    }
}

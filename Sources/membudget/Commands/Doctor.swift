import ArgumentParser
import Harness
import MemoryBudget
import Processes

/// `membudget doctor`: probes what this machine can measure and enforce.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check what this machine can measure and enforce, and show how to enable the rest.",
        discussion: """
            Exit status: 69 if peaks can't be measured, or membudget's worker programs can't be used.
            """)

    func run() async throws {
        StopSignals.install()
        let facts = MachineFacts()
        let capabilities = await Capability.probeAll(environment: currentEnvironment())
        // The probes are short and clean up after themselves, so a signal is handled only now.
        if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
        let width = capabilities.map(\.name.count).max() ?? 0
        var lines = [
            "\(facts.kernel), \(facts.architecture), \(facts.cpuCount) processors,"
                + " \(ByteCount(facts.memoryBytes)) of memory, pages of"
                + " \(ByteCount(facts.pageSizeBytes))"
        ]
        for capability in capabilities {
            let name = capability.name.padded(to: width)
            lines.append(
                "\(capability.isAvailable ? "yes" : "no ")  \(name)  \(capability.finding)")
            if let advice = capability.advice {
                lines.append("     \("".padded(to: width))  → \(advice)")
            }
        }
        try printOutput(lines.joined(separator: "\n") + "\n")
        let needed = capabilities.filter { $0.kind == .peaks || $0.kind == .workers }
        if needed.contains(where: { !$0.isAvailable }) { throw Failure(.unavailable) }
    }
}

extension String {
    /// Returns the string followed by spaces, up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

import ArgumentParser
import Bench
import Datasets
import Harness
import MemoryBudget
import ScenarioFiles

/// `membudget list`: what can be asked for by name.
struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List scenarios, pipelines, strategies, parameters and dataset kinds.")

    func run() async throws {
        let collection = try await ScenarioCollection()
        var lines = ["scenarios"]
        for entry in try collection.library.entries() {
            let scenario = try? collection.library.scenario(entry.path)
            lines.append(line(entry.qualifiedName, scenario?.about ?? "(has mistakes)"))
        }
        for entry in collection.workers.entries {
            lines += ["", "pipeline \(entry.pipeline.name): \(entry.pipeline.about)"]
            for strategy in entry.pipeline.strategies {
                let reason = strategy.unavailableReason.map { " (unavailable: \($0))" } ?? ""
                lines.append(line(strategy.name, strategy.about + reason))
            }
            for parameter in entry.pipeline.parameters {
                lines.append(
                    line("--set \(parameter.name)=\(parameter.default)", parameter.about))
            }
        }
        for kind in DatasetKinds.all {
            lines += ["", "dataset \(kind.name): \(kind.about)"]
            for parameter in kind.parameters {
                lines.append(
                    line("--set \(parameter.name)=\(parameter.defaultValue)", parameter.about))
            }
        }
        try printOutput(lines.joined(separator: "\n") + "\n")
        if let broken = collection.workers.broken.first {
            throw Failure(.unavailable, broken.reason)
        }
    }

    private func line(_ name: String, _ about: String) -> String {
        "  \(name.padded(to: 28))  \(about)"
    }
}
